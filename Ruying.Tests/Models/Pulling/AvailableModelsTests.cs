using System.Text.Json;
using Ruying.Pipeline;
using Ruying.Pipeline.Models;
using Ruying.Pipeline.Models.Pulling;
using Ruying.Tests.Media;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Models.Pulling;

public sealed class AvailableModelsTests
{
    private readonly AvailableModels _models = AvailableModels.Load(new PipelineOptions().AvailableModelsFile);

    [Fact]
    public void Load_OfWhatShips_ListsPiperKokoroAndKitten()
    {
        _models.Models.Count(m => m.Kind == StoredModel.PiperKind).ShouldBe(97);
        _models.Models.Where(m => m.Kind == StoredModel.KokoroKind).Select(m => m.Name).ShouldBe(["kitten-nano", "kokoro-82m"]);
        _models.Models.Select(m => m.Name).ShouldBeUnique();
        _models.Models.SelectMany(m => m.Files).Select(_models.At).ShouldAllBe(at => at.Scheme == "https" && at.UserInfo.Length == 0);
        _models.Find("en_GB-vctk-medium").Speakers.Count.ShouldBe(109);
        _models.Models.Where(m => m.Speaks("de")).ShouldAllBe(m => m.Name.StartsWith("de-de-"));
        _models.At(_models.Find("pt-pt-tugao-medium").File(AvailableFileRole.Network)!).AbsoluteUri
            .ShouldBe("https://huggingface.co/rhasspy/piper-voices/resolve/v1.0.0/pt/pt_PT/tug%C3%A3o/medium/pt_PT-tug%C3%A3o-medium.onnx");
    }

    [SkippableFact]
    public void Load_OfWhatShips_HasThePublishedSizesAndHashes()
    {
        var path = SharedMedia.Require(Path.Combine("reference", "piper", "voices.json"));
        using var published = JsonDocument.Parse(File.ReadAllBytes(path));
        var voices = published.RootElement.EnumerateObject().ToList();
        voices.Count.ShouldBe(97);
        foreach (var voice in voices)
        {
            var files = _models.Find(voice.Name).Files.ToDictionary(f => f.Path);
            foreach (var file in voice.Value.GetProperty("files").EnumerateObject())
            {
                var ours = files[file.Name];
                if (ours.Role != AvailableFileRole.Card)
                {
                    (ours.Bytes, ours.Md5).ShouldBe((file.Value.GetProperty("size_bytes").GetInt64(), file.Value.GetProperty("md5_digest").GetString()));
                }
            }
        }
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("a//b")]
    [InlineData("a/.hidden")]
    [InlineData("a\\\\b")]
    public void Load_OfPathsThatLeadOut_IsRefused(string path)
    {
        using var work = new TempFolder();
        var list = _models with { Models = [_models.Models[0] with { Files = [.. _models.Models[0].Files.Select(f => f.Role == AvailableFileRole.Card ? f with { Path = path } : f)] }] };
        File.WriteAllBytes(work.File("voices.json"), list.Write());
        Should.Throw<ModelException>(() => AvailableModels.Load(work.File("voices.json"))).Code.ShouldBe("model.catalog");
    }

    [Theory]
    [InlineData("* License: MIT\n", "MIT")]
    [InlineData("---\nlicense: apache-2.0\n---\n# Kokoro", "apache-2.0")]
    [InlineData("## Dataset\r\n* Licence: see https://example.org\r\n", "see https://example.org")]
    [InlineData("Nothing", "Apache-2.0")]
    public void ModelLicence_OfACard_NamesTheLicence(string card, string summary) =>
        ModelLicence.Read(System.Text.Encoding.UTF8.GetBytes(card), "Apache-2.0").Summary.ShouldBe(summary);
}
