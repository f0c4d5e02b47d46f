using System.Net;
using System.Text.RegularExpressions;
using Ruying.Tests.Api.Languages;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api.Manage;

public sealed partial class ManageLanguageTests : ServiceTest
{
    [Fact]
    public async Task Chinese_OnEveryPage_LeavesNoEnglish()
    {
        await using var scene = await ManageScene.MakeAsync(this);
        scene.Client.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", "zh-CN");
        foreach (var page in scene.Pages)
        {
            using var response = await scene.Client.GetAsync(At(page));
            var html = await response.Content.ReadAsStringAsync();
            response.StatusCode.ShouldBe(HttpStatusCode.OK, $"{page}: {html}");
            ShownWords.ShouldBeChinese(html, Unseen(), Known(), page);
        }
    }

    /// <summary>What is not our words: code, and text that people wrote (bdi); languages that a module names.</summary>
    [GeneratedRegex("<script.*?</script>|<code.*?</code>|<bdi.*?</bdi>|<(\\w+)[^>]*data-language-name.*?</\\1>|<time.*?</time>|<!.*?>", RegexOptions.Singleline)]
    private static partial Regex Unseen();

    /// <summary>Names of formats, programs and units.</summary>
    [GeneratedRegex("Ruying|English|French|German|America|Great Britain|Webhook|Piper|Kokoro|KittenTTS|Wav2Lip|ONNX|JSON|IPA|PLS|API|UTC|SHA-256|CPU|Hz|bytes|[kMG]B|\\.(onnx|json|bin|npy|npz)|espeak-ng|pt-BR|a-z|local|https://example.com/ruying|DeleteAvatar|\\b(en|zh)\\b|France|SQL|Nguyễn|mine|de-de-anna-low|fr|de")]
    private static partial Regex Known();
}
