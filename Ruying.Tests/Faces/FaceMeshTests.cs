using OpenCvSharp;
using Ruying.Pipeline.Faces;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Faces;

public sealed class FaceMeshTests(TestModels models) : IClassFixture<TestModels>
{
    /// <summary>With a look just as wide as the detector's box asks for, the network stops at this one: the chin's side lies at its edge.</summary>
    [SkippableFact]
    public void Find_FaceWhoseMouthLiesAtTheEdge_IsFoundWithAWiderLook()
    {
        using var clip = new VideoCapture(SharedMedia.Require("media/talking/man-1080x1920-20s.mp4"));
        using var frame = new Mat();
        for (var i = 0; i <= 65; i++)
        {
            clip.Read(frame).ShouldBeTrue();
        }

        using var rgb = new Mat();
        Cv2.CvtColor(frame, rgb, ColorConversionCodes.BGR2RGB);
        using var detector = new FaceDetector(models.Sessions);
        using var mesh = new FaceMesh(models.Sessions);
        var detection = detector.Detect(rgb).ShouldHaveSingleItem();
        var face = mesh.Find(rgb, detection.Region);
        face.Presence.ShouldBeGreaterThan(0.9f);
        face.EyeDistance.ShouldBeInRange(90, 200);
    }

    [Theory]
    [InlineData(-500, -500, 40, 0)]
    [InlineData(50, 50, 4, 3)]
    [InlineData(50, 50, 2_000, 1)]
    public void Find_RegionWithoutAFace_SaysSo(float x, float y, float side, float angle)
    {
        using var rgb = new Mat(100, 100, MatType.CV_8UC3, new Scalar(90, 140, 60));
        using var mesh = new FaceMesh(models.Sessions);
        mesh.Find(rgb, new FaceRegion(x, y, side, angle)).Presence.ShouldBeLessThan(0.5f);
    }
}
