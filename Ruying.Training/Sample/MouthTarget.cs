using OpenCvSharp;

namespace Ruying.Training.Sample;

/// <summary>Points of the portrait and where they shall lie, canvas pixels.</summary>
internal sealed record PointPairs(IReadOnlyList<Point2d> From, IReadOnlyList<Point2d> To);

/// <summary>What a pose asks of the picture.</summary>
/// <param name="Pose">The pose.</param>
/// <param name="Upper">Inner contour of the upper lip, left to right, canvas pixels.</param>
/// <param name="Lower">Inner contour of the lower lip.</param>
/// <param name="UpperPairs">For what lies above the mouth's slit.</param>
/// <param name="LowerPairs">For what lies below it.</param>
internal sealed record MouthTarget(MouthPose Pose, Point2d[] Upper, Point2d[] Lower, PointPairs UpperPairs, PointPairs LowerPairs);
