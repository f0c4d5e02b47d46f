using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Ruying.Cli.Output;
using Ruying.Pipeline;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Speech.Voices;
using Ruying.Pipeline.Videos;

namespace Ruying.Cli.Commands;

/// <summary><c>ruying avatar show</c>: what an avatar package holds.</summary>
internal static class AvatarShowCommand
{
    public static Command Create(CommandContext context)
    {
        var folder = new Argument<string>("AVATAR") { Description = "The avatar's folder." };
        var language = LanguageOption();
        return context.Verb(
            "show",
            "Show what an avatar is made of, whether its files are whole, and the voice that fits it.",
            [folder, language],
            run => RunAsync(run, run.Value(folder), run.Value(language)!),
            "avatar show anna",
            "avatar show anna --language de");
    }

    public static Option<string> LanguageOption() => new("--language")
    {
        Description = "The language to show the voice for, as a BCP 47 tag.",
        DefaultValueFactory = _ => new VideoRequest().Language,
        HelpName = "TAG",
    };

    /// <summary>The lines about an avatar that every verb prints.</summary>
    public static void Describe(ResultWriter page, AvatarPackage avatar)
    {
        page.Field("Avatar", avatar.Name);
        page.Field("Folder", avatar.Folder);
        page.Field("Consent", avatar.Consent ?? "none given: its videos carry the label for good");
        if (avatar.Manifest.Studio is { } studio)
        {
            page.Field("Studio", Say(studio));
        }

        if (avatar.Manifest.Engine is { } engine)
        {
            page.Field("Engine", engine);
        }
    }

    private static string Say(StudioTuning studio) => studio.Outcome switch
    {
        StudioOutcome.Kept => string.Create(
            CultureInfo.InvariantCulture, $"tuned to the person: {studio.Before?.MaskPsnr:0.0} to {studio.After?.MaskPsnr:0.0} dB on frames that it did not learn from"),
        StudioOutcome.NoBetter => "tuned, but no better on frames that it did not learn from: the shipped network stays",
        _ => "not tuned: there is too little footage to learn from",
    };

    private static async Task RunAsync(CliRun run, string folder, string language)
    {
        using var avatar = AvatarPackage.Open(Path.GetFullPath(folder));
        await using var stream = File.OpenRead(Path.Combine(avatar.Folder, "avatar.json"));
        using var manifest = await JsonDocument.ParseAsync(stream, cancellationToken: run.CancellationToken);
        var fitted = await FitAsync(run, avatar.Manifest, language);
        var bytes = new DirectoryInfo(avatar.Folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

        run.Result(
            new { avatar.Name, avatar.Folder, avatar.Consent, Bytes = bytes, Voice = new { Measured = avatar.Manifest.Voice, Set = avatar.Manifest.VoiceChoice, Language = language, Fitted = fitted }, Manifest = manifest.RootElement },
            page =>
            {
                Describe(page, avatar);
                AvatarVoiceLines.Write(page, avatar.Manifest, language, fitted);
                page.Field("Size", $"{bytes / 1_000_000.0:0.0} MB");
                foreach (var property in manifest.RootElement.EnumerateObject())
                {
                    if (property.Value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
                    {
                        page.Field(property.Name, property.Value.ToString());
                    }
                }
            });
    }

    // An avatar can be looked at on a machine that cannot speak.
    private static async Task<FittedVoice?> FitAsync(CliRun run, AvatarManifest manifest, string language)
    {
        await using var pipeline = run.CreatePipeline();
        try
        {
            return await pipeline.Voices.FitAsync(manifest.Voice, manifest.VoiceChoice, language, run.CancellationToken);
        }
        catch (Exception e) when (e is EnvironmentException or ScriptException)
        {
            return null;
        }
    }
}
