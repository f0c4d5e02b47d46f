using Ruying.Pipeline.Avatars;
using Ruying.Tests.EndToEnd;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Studio;

[Collection(HostAvatarTests.Name)]
public sealed class MouthFinishTests(HostAvatar host)
{
    [Theory]
    [InlineData(1, 0.81, 1.111)]
    [InlineData(1.2, 1, 1.2)]
    [InlineData(1, 1.5, 1)]
    [InlineData(1, 0.2, 1.3)]
    [InlineData(1.2, 1.21, 1.0909)]
    public void ToSharpness_Measured_GainsWhatIsMissing(float detail, double sharpness, float expected) =>
        new MouthFinish(detail, true).ToSharpness(sharpness).ShouldBe(new MouthFinish(expected, true), new Close());

    [Fact]
    public void BuildAsync_OfTheSample_FindsItsFinish()
    {
        using var avatar = AvatarPackage.Open(host.Folder);

        avatar.Manifest.Finish.ShouldNotBeNull().Detail.ShouldBeInRange(1, 1.3f);
    }

    private sealed class Close : IEqualityComparer<MouthFinish>
    {
        public bool Equals(MouthFinish? a, MouthFinish? b) => a is not null && b is not null && a.Harmonise == b.Harmonise && Math.Abs(a.Detail - b.Detail) < 1e-3;

        public int GetHashCode(MouthFinish finish) => finish.Harmonise.GetHashCode();
    }
}
