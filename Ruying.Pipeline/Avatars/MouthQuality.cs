namespace Ruying.Pipeline.Avatars;

/// <summary>How near rendered mouths come to real ones of the same shape.</summary>
/// <param name="MaskPsnr">PSNR in the mask, dB.</param>
/// <param name="LipsPsnr">PSNR around the lips, dB.</param>
/// <param name="Sharpness">Sharpness against the real frame's; 1 is as sharp.</param>
public sealed record MouthQuality(double MaskPsnr, double LipsPsnr, double Sharpness)
{
    /// <summary>How much sharpness may be lost for a better picture.</summary>
    private const double SharpnessToLose = 0.05;

    /// <summary>Whether this is better: nearer to real in the mask, no worse at the lips, and not visibly softer.</summary>
    public bool Beats(MouthQuality other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return MaskPsnr > other.MaskPsnr && LipsPsnr >= other.LipsPsnr && Sharpness >= Math.Min(other.Sharpness, 1) - SharpnessToLose;
    }
}
