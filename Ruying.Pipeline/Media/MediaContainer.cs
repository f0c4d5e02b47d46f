namespace Ruying.Pipeline.Media;

/// <summary>A kind of file, told by its first bytes.</summary>
/// <param name="Name">Its usual name in lower case: <c>mp4</c>, <c>matroska</c>, <c>avi</c>, <c>mpeg</c>, <c>mpegts</c>,
/// <c>wav</c>, <c>mp3</c>, <c>flac</c>, <c>ogg</c>.</param>
/// <param name="Demuxer">The only demuxer that ffmpeg may use on it (<c>-f</c>).</param>
/// <param name="HoldsVideo">Whether footage may come in it.</param>
public sealed record MediaContainer(string Name, string Demuxer, bool HoldsVideo);
