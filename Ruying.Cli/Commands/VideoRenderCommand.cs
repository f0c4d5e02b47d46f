using System.CommandLine;
using System.Globalization;
using Ruying.Cli.Output;
using Ruying.Pipeline.Avatars;
using Ruying.Pipeline.Captions;
using Ruying.Pipeline.Media;
using Ruying.Pipeline.Pictures;
using Ruying.Pipeline.Sound;
using Ruying.Pipeline.Videos;

namespace Ruying.Cli.Commands;

/// <summary><c>ruying video render</c>: avatar and script in, video out.</summary>
internal static class VideoRenderCommand
{
    public static Command Create(CommandContext context)
    {
        var avatar = new Argument<string>("AVATAR") { Description = "The avatar's folder." };
        var text = new Option<string?>("--text") { Description = "What to say.", HelpName = "T" };
        var script = new Option<string?>("--script") { Description = "What to say, from a UTF-8 text file.", HelpName = "FILE" };
        var audio = new Option<string?>("--audio") { Description = "A recording to say instead: WAV, MP3, M4A, FLAC or OGG.", HelpName = "FILE" };
        var transcript = new Option<string?>("--transcript") { Description = "What the recording says, from a UTF-8 text file: gives it captions.", HelpName = "FILE" };
        var language = new Option<string>("--language") { Description = "The text's language, as a BCP 47 tag.", DefaultValueFactory = _ => "en", HelpName = "TAG" };
        var voice = new Option<string?>("--voice") { Description = "A voice from 'voices', spoken as it is. Default: the one that fits the avatar ('avatar show').", HelpName = "V" };
        var lexicon = new Option<string?>("--lexicon") { Description = "Words of your own, a PLS file; those of the settings folder count after it.", HelpName = "FILE" };
        var rate = new Option<double>("--rate") { Description = "Speed, 0.5 to 2.", DefaultValueFactory = _ => 1 };
        var pitch = new Option<double>("--pitch") { Description = "Semitones, -12 to 12.", DefaultValueFactory = _ => 0 };
        var volume = new Option<double>("--volume") { Description = "Gain, 0 to 2.", DefaultValueFactory = _ => 1 };
        var expressiveness = new Option<double>("--expressiveness") { Description = "How far the mouth moves, 0.5 to 1.5; 1 is the person's own way.", DefaultValueFactory = _ => 1 };
        var engine = CommandContext.EngineOption("What makes the mouth: a model from 'models list', or own. Default: the avatar's choice.");
        var captions = new Option<string?>("--captions") { Description = "Caption files beside the video: srt, vtt, ass, with commas between them.", HelpName = "LIST" };
        var burn = new Option<bool>("--burn-captions") { Description = "Draw the captions into the picture." };
        var loudness = new Option<double>("--loudness") { Description = "Integrated loudness in LUFS, -31 to -9.", DefaultValueFactory = _ => new SoundOptions().Loudness };
        var music = new Option<string?>("--music") { Description = "Music under the speech, looped or cut to its length.", HelpName = "FILE" };
        var musicVolume = new Option<double>("--music-volume") { Description = "Gain on the music, 0 to 2.", DefaultValueFactory = _ => 1 };
        var denoise = new Option<bool>("--denoise") { Description = "Take noise from the recording." };
        var lead = new Option<double?>("--lead") { Description = "Seconds of silence before the first word, 0 to 10; trims or pads a recording. Default: 0.3, or as recorded.", HelpName = "S" };
        var tail = new Option<double?>("--tail") { Description = "Seconds of silence after the last word, 0 to 10; trims or pads a recording. Default: 0.5, or as recorded.", HelpName = "S" };
        var background = new Option<string>("--background") { Description = "What is behind the person: original, blur, blur:0.1 to blur:1, #rrggbb, a JPEG or PNG file, or none (transparent, WebM only).", DefaultValueFactory = _ => "original", HelpName = "B" };
        var aspect = new Option<string>("--aspect") { Description = "The picture's shape, around the face: original, 16:9, 9:16, 1:1, 4:5.", DefaultValueFactory = _ => "original", HelpName = "W:H" };
        var resolution = new Option<string>("--resolution") { Description = "Pixels of the shorter side: original, 360, 480, 720, 1080.", DefaultValueFactory = _ => "original", HelpName = "N" };
        var preview = new Option<bool>("--preview") { Description = "Only the first three seconds, small: what the whole will begin with, within seconds." };
        var noLabel = new Option<bool>("--no-label") { Description = "Leave out the visible label; only for avatars with consent." };
        var output = new Option<string>("--out") { Description = "The MP4 or WebM to write; replaced if it exists.", HelpName = "FILE.mp4", Required = true };

        return context.Verb(
            "render",
            "Render a video of an avatar saying a text or a recording.",
            [avatar, text, script, audio, transcript, language, voice, lexicon, rate, pitch, volume, expressiveness, engine, captions, burn, loudness, music, musicVolume, denoise, lead, tail, background, aspect, resolution, noLabel, preview, output],
            async run =>
            {
                if (new[] { run.Value(text), run.Value(script), run.Value(audio) }.Count(given => given is not null) != 1)
                {
                    throw new UsageException("script.choose_one", "Give exactly one of --text, --script and --audio.");
                }

                var request = new VideoRequest
                {
                    Text = run.Value(script) is { } file ? await InputCheck.ScriptAsync(file, run.CancellationToken) : run.Value(text),
                    AudioPath = run.Value(audio) is { } recording ? InputCheck.File(recording) : null,
                    Transcript = run.Value(transcript) is { } said ? await InputCheck.ScriptAsync(said, run.CancellationToken) : null,
                    Language = run.Value(language)!,
                    Voice = run.Value(voice),
                    Rate = run.Value(rate),
                    Pitch = run.Value(pitch),
                    Volume = run.Value(volume),
                    Expressiveness = run.Value(expressiveness),
                    Engine = run.Value(engine),
                    Captions = new CaptionOptions { Files = CaptionOptions.ParseFiles(run.Value(captions)), Burn = run.Value(burn) },
                    Sound = new SoundOptions
                    {
                        Loudness = run.Value(loudness),
                        MusicPath = run.Value(music) is { } piece ? InputCheck.File(piece) : null,
                        MusicVolume = run.Value(musicVolume),
                        Denoise = run.Value(denoise),
                        Lead = run.Value(lead),
                        Tail = run.Value(tail),
                    },
                    Label = !run.Value(noLabel),
                    Picture = Picture(run.Value(background)!, run.Value(aspect)!, run.Value(resolution)!, run.Value(output)!),
                    Preview = run.Value(preview) ? new PreviewOptions() : null,
                };
                await RunAsync(run, run.Value(avatar), request, run.Value(lexicon) is { } words ? InputCheck.File(words) : null, run.Value(output)!);
            },
            "video render anna --text 'Welcome to the course.' --out welcome.mp4",
            "video render anna --script lesson1.txt --language de --rate 0.9 --out lesson1.mp4",
            "video render anna --text 'Welcome to the course.' --captions srt,vtt --burn-captions --out welcome.mp4",
            "video render anna --script lesson1.txt --preview --out look.mp4",
            "video render anna --script lesson1.txt --background office.jpg --aspect 9:16 --resolution 1080 --out lesson1.mp4",
            "video render anna --script lesson1.txt --background none --out lesson1.webm",
            "video render anna --audio anna-says.wav --out recorded.mp4",
            "video render anna --audio anna-says.wav --transcript anna-says.txt --captions srt --lead 0.5 --tail 1 --out recorded.mp4");
    }

    private static PictureOptions? Picture(string background, string aspect, string resolution, string output)
    {
        var options = new PictureOptions
        {
            Background = Background.Parse(background),
            Aspect = PictureOptions.Aspects.TryGetValue(aspect, out var shape) ? shape : throw new UsageException("picture.option_out_of_range", $"The aspect '{aspect}' is not offered: choose {string.Join(", ", PictureOptions.Aspects.Keys)}."),
            Resolution = resolution == "original" ? null : int.TryParse(resolution, NumberStyles.None, CultureInfo.InvariantCulture, out var side) ? side : 0,
            Format = OutputCheck.IsWebM(output) ? VideoFormat.WebM : VideoFormat.Mp4,
        };
        options.Check();
        if (options.Background.PicturePath is { } path)
        {
            options = options with { Background = options.Background with { PicturePath = InputCheck.File(path) } };
        }

        return options == new PictureOptions() ? null : options;
    }

    private static async Task RunAsync(CliRun run, string folder, VideoRequest request, string? lexicon, string output)
    {
        var path = OutputCheck.Video(output);
        using var avatar = AvatarPackage.Open(Path.GetFullPath(folder));

        await using var pipeline = run.CreatePipeline();
        var lexicons = request.AudioPath is null ? await pipeline.Lexicons.ReadAsync(lexicon, run.CancellationToken) : [];
        using var work = run.OpenWorkFolder(
            avatar.Folder, request.ToString(), request.AudioPath is { } audio ? WorkFolder.FileKey(audio) : null);
        var video = await run.WithProgressAsync(progress =>
            pipeline.Videos.RenderAsync(avatar, request with { Lexicons = lexicons }, path, work.Path, progress, cancellationToken: run.CancellationToken));
        work.Done();

        run.Result(video, page =>
        {
            page.Field("Video", video.Path);
            page.Field("Length", CliRun.Seconds(video.Seconds));
            if (video.Voice is { } voice)
            {
                page.Field("Voice", AvatarVoiceLines.Say(voice));
            }

            foreach (var file in video.Captions)
            {
                page.Field("Captions", file);
            }

            foreach (var mark in video.Marks)
            {
                page.Field("Mark", $"{mark.Name} at {CliRun.Seconds(mark.Seconds)}");
            }

            page.Stages("Took", video.StageSeconds);
            if (avatar.Consent is null && !request.Label)
            {
                page.Line("The label is on: this avatar holds no consent (avatar build --consent).");
            }
        });
    }
}
