using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Ruying.Pipeline.Speech.Programs;

namespace Ruying.Pipeline.Speech.Flite;

/// <summary>Speaks English with the program flite, where it is installed. The same request always gives the same samples.</summary>
/// <param name="logger">Where to log.</param>
/// <param name="program">The program's name or path.</param>
/// <param name="limit">How long a sentence may take; null is a minute.</param>
internal sealed class FliteEngine(ILogger logger, string program = "flite", TimeSpan? limit = null) : ISpeechEngine
{
    /// <summary>Fastest of the voices and always built in; they all share one dictionary.</summary>
    private const string Reader = "kal";

    private readonly SpeechProgram _program = new(program, limit ?? TimeSpan.FromMinutes(1));
    private readonly Once<IReadOnlyList<FliteVoice>> _voices = new();

    public string Name => FliteVoices.Engine;

    public async Task<IReadOnlyList<Voice>> ListVoicesAsync(CancellationToken cancellationToken) =>
        [.. (await _voices.GetAsync(FindVoicesAsync, cancellationToken).ConfigureAwait(false)).Select(voice => voice.Offered)];

    public async Task<SpokenSentence> SpeakAsync(SentenceRequest request, CancellationToken cancellationToken)
    {
        var voice = (await _voices.GetAsync(FindVoicesAsync, cancellationToken).ConfigureAwait(false)).First(voice => voice.Offered.Id == request.Voice.Id);
        var text = new FliteText(request.Text);
        var prosody = FliteProsody.From(voice, request.Rate, request.Pitch);
        var alone = ReadAsync([Reader, "--setf", "duration_stretch=0.3", "-ps"], text.EachPiece, cancellationToken);
        using var folder = new SpeechFolder();
        var whole = RunAsync(folder, [voice.Program, .. prosody.Arguments, "-psdur"], text.Sentence, cancellationToken);
        await Task.WhenAll(alone, whole).ConfigureAwait(false);
        var segments = Segments(await whole.ConfigureAwait(false)).ToArray();
        var places = FliteWords.Find(text.Pieces, await alone.ConfigureAwait(false), segments);
        var (pcm, sampleRate) = folder.ReadSound();
        var speech = new SegmentedSpeech(PhoneSet.Radio, Resampling.Play(pcm, prosody.Speed), sampleRate, prosody.Speed);
        return text.IsSomething ? speech.Sentence(request.Text, segments, places) : speech.Silent;
    }

    public ValueTask DisposeAsync()
    {
        _voices.Dispose();
        _program.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<IReadOnlyList<FliteVoice>> FindVoicesAsync(CancellationToken cancellationToken)
    {
        if (!_program.IsInstalled)
        {
            return [];
        }

        try
        {
            using var folder = new SpeechFolder();
            var printed = await _program.RunAsync(folder.FullName, ["-lv"], cancellationToken).ConfigureAwait(false);
            var names = Encoding.ASCII.GetString(printed).Split([' ', '\n']);
            return [.. FliteVoices.Known.Where(voice => names.Contains(voice.Program))];
        }
        catch (EnvironmentException error)
        {
            logger.LogWarning(error, "flite is installed and does not work; its voices are not offered.");
            return [];
        }
    }

    /// <summary>The sounds of each paragraph.</summary>
    private async Task<IReadOnlyList<string[]>> ReadAsync(string[] arguments, byte[] text, CancellationToken cancellationToken)
    {
        using var folder = new SpeechFolder();
        var printed = await RunAsync(folder, arguments, text, cancellationToken).ConfigureAwait(false);
        return [.. Encoding.ASCII.GetString(printed).TrimEnd('\n').Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
    }

    private async Task<byte[]> RunAsync(SpeechFolder folder, IEnumerable<string> arguments, byte[] text, CancellationToken cancellationToken)
    {
        await File.WriteAllBytesAsync(folder.File(SpeechFolder.Text), text, cancellationToken).ConfigureAwait(false);
        string[] all = ["-voice", .. arguments, "-f", SpeechFolder.Text, "-o", SpeechFolder.Sound];
        return await _program.RunAsync(folder.FullName, all, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads <c>pau:0.220 hh:0.300</c>.</summary>
    private static IEnumerable<Segment> Segments(byte[] printed) =>
        from item in Encoding.ASCII.GetString(printed).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)
        let colon = item.LastIndexOf(':')
        select new Segment(item[..colon], double.Parse(item.AsSpan(colon + 1), CultureInfo.InvariantCulture));
}
