namespace Ruying.Pipeline.Rendering;

/// <summary>Chance that is the same on every machine and in every process: one seed gives one video.</summary>
/// <param name="seed">Any number.</param>
internal sealed class SeededNoise(int seed)
{
    /// <summary>A number from 0 to below 1, unlike its neighbours'.</summary>
    /// <param name="index">Which.</param>
    public float At(int index)
    {
        unchecked
        {
            var h = ((uint)seed * 0x9E3779B9u) + (uint)index;
            h = (h ^ (h >> 16)) * 0x85EBCA6Bu;
            h = (h ^ (h >> 13)) * 0xC2B2AE35u;
            return ((h ^ (h >> 16)) & 0xFFFFFF) / (float)0x1000000;
        }
    }

    /// <summary>A curve from 0 to 1 that changes slowly: independent every <paramref name="every"/>, eased between.</summary>
    /// <param name="at">Where, 0 or more.</param>
    /// <param name="every">Distance of its knots.</param>
    public double Curve(int at, int every)
    {
        var knot = at / every;
        var part = 0.5 - (0.5 * Math.Cos(Math.PI * (at % every) / every));
        return At(knot) + (part * (At(knot + 1) - At(knot)));
    }
}
