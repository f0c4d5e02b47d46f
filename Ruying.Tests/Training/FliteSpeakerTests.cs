using Ruying.Training.Data;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Training;

public sealed class FliteSpeakerTests
{
    [Fact]
    public void Parse_PrintedPhones_AreIpaWithoutPauses()
    {
        var phonemes = FliteSpeaker.Parse("pau:0.164 b:0.255 ow:0.5 ch:0.6 pau:0.9 m:1.0 ay:1.2 pau:1.4 \n");

        phonemes.Select(p => p.Ipa).ShouldBe(["b", "oʊ", "tʃ", "m", "aɪ"]);
        (phonemes[0].Start, phonemes[0].End).ShouldBe((0.164, 0.255));
        (phonemes[3].Start, phonemes[3].End).ShouldBe((0.9, 1.0));
    }
}
