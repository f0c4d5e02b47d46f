namespace Ruying.Pipeline.Media;

/// <summary>The sound of a media file.</summary>
/// <param name="Index">Which stream of the file.</param>
/// <param name="Codec">ffmpeg's name of the codec.</param>
/// <param name="SampleRate">Samples a second.</param>
/// <param name="Channels">1 or more.</param>
public sealed record AudioStreamInfo(int Index, string Codec, int SampleRate, int Channels);
