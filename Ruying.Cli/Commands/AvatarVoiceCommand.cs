using System.CommandLine;
using Ruying.Cli.Output;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Speech.Voices;

namespace Ruying.Cli.Commands;

/// <summary><c>ruying avatar voice</c>: sets the voice that an avatar speaks with where none is asked for.</summary>
internal static class AvatarVoiceCommand
{
    public static Command Create(CommandContext context)
    {
        var folder = new Argument<string>("AVATAR") { Description = "The avatar's folder; changed in place, whole at any time." };
        var voice = new Option<string?>("--voice") { Description = "A voice from 'voices', for the languages that it speaks. espeak-ng's take a speaker: de+f3, f1 to f5 and m1 to m8.", HelpName = "V" };
        var rate = new Option<double?>("--rate") { Description = "Speed, 0.5 to 2. Default: what fits." };
        var pitch = new Option<double?>("--pitch") { Description = "Semitones on the voice's own pitch, -12 to 12. Default: what fits." };
        var auto = new Option<bool>("--auto") { Description = "Forget what was set: voice, pitch and rate fit the footage again." };
        var language = AvatarShowCommand.LanguageOption();
        return context.Verb(
            "voice",
            "Set the voice that an avatar speaks with where none is asked for; what is not given fits the voice in its footage.",
            [folder, voice, pitch, rate, auto, language],
            async run =>
            {
                var choice = new VoiceChoice(run.Value(voice), run.Value(pitch), run.Value(rate));
                if (run.Value(auto) == (choice != new VoiceChoice()))
                {
                    throw new UsageException("voice.choose_one", "Give --auto, or what to set: --voice, --pitch, --rate.");
                }

                await RunAsync(run, Path.GetFullPath(run.Value(folder)), choice, run.Value(language)!);
            },
            "avatar voice anna --voice flite:slt",
            "avatar voice anna --voice en-us+f3 --pitch 1 --rate 0.95",
            "avatar voice anna --auto");
    }

    private static async Task RunAsync(CliRun run, string folder, VoiceChoice choice, string language)
    {
        using var avatar = AvatarPackage.Open(folder);
        await using var pipeline = run.CreatePipeline();
        if (choice.Voice is { } id)
        {
            choice = choice with { Voice = (await pipeline.Speech.GetCatalogAsync(run.CancellationToken)).Find(id).Id };
        }

        await avatar.ChooseVoiceAsync(choice, run.CancellationToken);
        var fitted = await pipeline.Voices.FitAsync(avatar.Manifest.Voice, avatar.Manifest.VoiceChoice, language, run.CancellationToken);
        run.Result(
            new { avatar.Name, avatar.Folder, Measured = avatar.Manifest.Voice, Set = avatar.Manifest.VoiceChoice, Language = language, Fitted = fitted },
            page =>
            {
                page.Field("Avatar", avatar.Name);
                AvatarVoiceLines.Write(page, avatar.Manifest, language, fitted);
            });
    }
}
