using System.Security.Cryptography;
using System.Text.Json;
using OpenCvSharp;
using Ruying.Pipeline;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Faces;
using Ruying.Pipeline.Motion;
using Ruying.Pipeline.Rendering;
using Ruying.Tests.Media;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Hostile;

/// <summary>Avatar packages with bytes changed, their checksums made to fit: opened, or refused with a code.</summary>
public sealed class FuzzedPackageTests : IDisposable
{
    private const int Side = 128, Frames = 5;

    private static readonly string[] Replacements = ["null", "-1", "0", "1e30", "[]", "{}", "\"\"", "\"../../etc/passwd\"", "2147483647", "true", "[null]"];

    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, byte[]> _parts = [];

    public FuzzedPackageTests()
    {
        BaseFrame.Save(_folder.File(AvatarPackage.FramesName), new BaseFrame[Frames]);
        using (var writer = new MouthMemory.Writer(_folder.File(AvatarPackage.MouthsName), Side))
        {
            using var picture = new Mat(Side, Side, MatType.CV_8UC3, new Scalar(90, 60, 50));
            writer.Add(1, picture, new float[106], new byte[768]);
            writer.Add(3, picture, new float[106], new byte[768]);
            writer.Complete();
        }

        var track = new FaceTrack();
        track.AddMissing();
        using (var stream = File.Create(_folder.File(AvatarPackage.TrackName)))
        {
            track.Save(stream);
        }

        File.WriteAllText(_folder.File(AvatarPackage.BaseName), "not looked at");
        foreach (var name in new[] { AvatarPackage.FramesName, AvatarPackage.MouthsName, AvatarPackage.TrackName, AvatarPackage.BaseName })
        {
            _parts[name] = File.ReadAllBytes(_folder.File(name));
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Open_PartMutated_IsOpenedOrRefusedWithACode()
    {
        var names = new[] { AvatarPackage.FramesName, AvatarPackage.MouthsName, AvatarPackage.TrackName };
        var outcomes = new HashSet<string>();
        foreach (var seed in Mutations.Seeds(600, 60_000))
        {
            var name = names[seed % names.Length];
            // Half of them in the first bytes: counts, offsets and lengths are there.
            var original = _parts[name];
            var bytes = seed % 2 == 0 ? Mutations.Of(original, seed) : [.. Mutations.Of(original[..32], seed), .. original[32..]];
            await File.WriteAllBytesAsync(_folder.File(name), bytes);
            await File.WriteAllBytesAsync(_folder.File(AvatarPackage.ManifestName), Manifest(name, bytes));
            outcomes.Add(await OpenAsync(seed));
            await File.WriteAllBytesAsync(_folder.File(name), original);
        }

        outcomes.ShouldContain("ok");
        outcomes.ShouldBeSubsetOf(["ok", "avatar.damaged", "face.none"]);
        outcomes.ShouldContain("avatar.damaged");
    }

    [Fact]
    public async Task Open_ManifestMutated_IsOpenedOrRefusedWithACode()
    {
        var manifest = System.Text.Encoding.UTF8.GetString(Manifest());
        var outcomes = new HashSet<string>();
        foreach (var seed in Mutations.Seeds(600, 60_000))
        {
            var text = seed % 2 == 0
                ? Mutations.Of(System.Text.Encoding.UTF8.GetBytes(manifest), seed)
                : System.Text.Encoding.UTF8.GetBytes(JsonMutations.Of(manifest, seed, Replacements));
            await File.WriteAllBytesAsync(_folder.File(AvatarPackage.ManifestName), text);
            outcomes.Add(await OpenAsync(seed));
        }

        outcomes.ShouldContain("avatar.damaged");
        outcomes.ShouldBeSubsetOf(["ok", "avatar.damaged", "avatar.version", "face.none"]);
    }

    [Fact]
    public void Open_HarmoniserElsewhere_IsRefused()
    {
        var manifest = JsonSerializer.Deserialize<AvatarManifest>(Manifest(), AvatarPackage.Json)!;
        File.WriteAllBytes(
            _folder.File(AvatarPackage.ManifestName),
            JsonSerializer.SerializeToUtf8Bytes(manifest with { Studio = new StudioTuning(StudioOutcome.Kept, "../../etc/passwd", null, null) }, AvatarPackage.Json));
        Should.Throw<AvatarException>(() => AvatarPackage.Open(_folder.Path)).Code.ShouldBe("avatar.damaged");
    }

    private async Task<string> OpenAsync(int seed)
    {
        try
        {
            return await Readers.OutcomeAsync(() =>
            {
                using var package = AvatarPackage.Open(_folder.Path);
                for (var i = 0; i < package.Mouths.Samples.Count; i++)
                {
                    package.Mouths.Picture(i).Dispose();
                }

                // It has no face in it.
                Should.Throw<RuyingException>(package.ReadTrackedShapes);
                return Task.CompletedTask;
            });
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"seed {seed}: {e}", e);
        }
    }

    private byte[] Manifest(string? changed = null, byte[]? bytes = null) => JsonSerializer.SerializeToUtf8Bytes(
        new AvatarManifest
        {
            Version = AvatarManifest.CurrentVersion,
            Name = "Fuzz",
            Built = DateTimeOffset.UnixEpoch,
            Width = 640,
            Height = 480,
            Frames = Frames,
            Crop = new CropFrame(Side, -0.8, 0.2),
            Mask = new MouthMask(64, 64, 40, 40),
            Neutral = new NeutralMouth(new float[106], new float[90], 0.5),
            Fit = SpeakerFit.None,
            Template = new float[40],
            Files = _parts.ToDictionary(p => p.Key, p => Entry(p.Key == changed ? bytes! : p.Value)),
        },
        AvatarPackage.Json);

    private static PackageFile Entry(byte[] bytes) => new(bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));
}
