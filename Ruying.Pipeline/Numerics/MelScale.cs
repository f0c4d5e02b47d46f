namespace Ruying.Pipeline.Numerics;

/// <summary>How hertz become mels.</summary>
public enum MelScale
{
    /// <summary>Linear below 1 kHz, logarithmic above (Slaney 1998).</summary>
    Slaney,

    /// <summary>2595 log10(1 + f / 700) (the HTK book).</summary>
    Htk,
}
