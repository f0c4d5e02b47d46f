namespace Ruying.Pipeline.Media;

/// <summary>How a recording is decoded.</summary>
/// <param name="SampleRate">Samples a second of the result, 8000 to 96000.</param>
/// <param name="Denoise">Whether steady noise is taken from it.</param>
public sealed record AudioDecoding(int SampleRate, bool Denoise = false);
