using OpenCvSharp;

namespace Ruying.Pipeline.Rendering;

/// <summary>Bends pictures by the coarse fields of a <see cref="ThinPlateSpline"/>, interpolated between grid points. Not thread-safe: one for each render.</summary>
public sealed class ThinPlateWarp : IDisposable
{
    private const int Grid = ThinPlateSpline.Grid;

    private readonly int _side;
    private readonly InterpolationFlags _sampling;
    private readonly Mat _grid = new(Grid, Grid, MatType.CV_32FC2);
    private readonly Mat _field = new();
    private readonly Mat _noSecondMap = new();
    private readonly Mat _identity;
    private readonly Mat _upsample;

    /// <summary>Prepares for pictures of one size.</summary>
    /// <param name="side">Pixels.</param>
    /// <param name="sampling">How pictures are sampled.</param>
    public ThinPlateWarp(int side, InterpolationFlags sampling = InterpolationFlags.Cubic)
    {
        _side = side;
        _sampling = sampling;
        _identity = new Mat(side, side, MatType.CV_32FC2);
        _upsample = new Mat(side, side, MatType.CV_32FC2);
        var identity = new float[side * side * 2];
        var upsample = new float[side * side * 2];
        for (var i = 0; i < side * side; i++)
        {
            identity[i * 2] = i % side;
            identity[(i * 2) + 1] = i / side;
            upsample[i * 2] = i % side * (Grid - 1f) / (side - 1);
            upsample[(i * 2) + 1] = i / side * (Grid - 1f) / (side - 1);
        }

        _identity.SetArray(Pairs(identity));
        _upsample.SetArray(Pairs(upsample));
    }

    /// <summary>Bends a picture.</summary>
    /// <param name="source">A picture of the warp's size.</param>
    /// <param name="field">From <see cref="ThinPlateSpline.Fields"/>.</param>
    /// <param name="destination">Where to write; made to fit.</param>
    public void Apply(Mat source, float[] field, Mat destination)
    {
        _grid.SetArray(Pairs(field));
        Cv2.Remap(_grid, _field, _upsample, _noSecondMap, InterpolationFlags.Linear);
        Cv2.ScaleAdd(_field, _side, _identity, _field);
        Cv2.Remap(source, destination, _field, _noSecondMap, _sampling, BorderTypes.Replicate);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _grid.Dispose();
        _field.Dispose();
        _noSecondMap.Dispose();
        _identity.Dispose();
        _upsample.Dispose();
    }

    private static Vec2f[] Pairs(float[] values) => System.Runtime.InteropServices.MemoryMarshal.Cast<float, Vec2f>(values).ToArray();
}
