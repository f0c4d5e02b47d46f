using CsCheck;
using Ruying.Pipeline.Faces;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Faces;

public sealed class SimilarityTests
{
    private static readonly Gen<Similarity> Any = Gen.Select(Gen.Double[0.2, 5], Gen.Double[-3.1, 3.1], Gen.Double[-500, 500], Gen.Double[-500, 500])
        .Select((scale, angle, x, y) => new Similarity(scale * Math.Cos(angle), scale * Math.Sin(angle), x, y));

    [Fact]
    public void Inverse_OfAnyTransform_LeadsBack() =>
        Gen.Select(Any, Gen.Double[-1000, 1000], Gen.Double[-1000, 1000]).Sample((transform, x, y) =>
        {
            var (px, py) = transform.Apply(x, y);
            var (bx, by) = transform.Inverse.Apply(px, py);
            bx.ShouldBe(x, 1e-6);
            by.ShouldBe(y, 1e-6);
        });

    [Fact]
    public void After_OfTwoTransforms_IsOneAfterTheOther() =>
        Gen.Select(Any, Any, Gen.Double[-100, 100], Gen.Double[-100, 100]).Sample((second, first, x, y) =>
        {
            var (mx, my) = first.Apply(x, y);
            var expected = second.Apply(mx, my);
            var actual = second.After(first).Apply(x, y);
            actual.X.ShouldBe(expected.X, 1e-6);
            actual.Y.ShouldBe(expected.Y, 1e-6);
        });

    [Fact]
    public void Fit_OfTransformedPoints_FindsTheTransform() =>
        Gen.Select(Any, Gen.Float[-100, 100].Array[20]).Where((_, p) => p.Distinct().Count() > 10).Sample((transform, points) =>
        {
            var to = new float[points.Length];
            for (var i = 0; i < points.Length; i += 2)
            {
                var (x, y) = transform.Apply(points[i], points[i + 1]);
                (to[i], to[i + 1]) = ((float)x, (float)y);
            }

            var found = Similarity.Fit(points, to);
            found.Scale.ShouldBe(transform.Scale, 1e-2);
            found.A.ShouldBe(transform.A, 1e-2);
            found.B.ShouldBe(transform.B, 1e-2);
        });
}
