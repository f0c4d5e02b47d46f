using System.Text.Json;

namespace Ruying.SpeechHost;

/// <summary>Answers one request at a time; whatever is wrong with a request becomes a reply.</summary>
internal sealed class RequestHandler(string libraryName)
{
    public HostReply Handle(ReadOnlySpan<byte> line)
    {
        try
        {
            var request = JsonSerializer.Deserialize(line, HostJson.Default.HostRequest);
            return request?.Do switch
            {
                "voices" => ListVoices(),
                "speak" => Speak(request),
                "transcribe" => Transcribe(request),
                "sounds" => ListSounds(request),
                _ => throw new HostException("request.bad", "\"do\" is neither voices, speak, transcribe nor sounds"),
            };
        }
        catch (HostException error)
        {
            return Failure(error);
        }
        catch (JsonException error)
        {
            return new HostReply { Error = "request.bad", Message = error.Message };
        }
    }

    public static HostReply Failure(HostException error) => new() { Error = error.Code, Message = error.Message };

    private HostReply ListVoices()
    {
        using var library = new EspeakLibrary(libraryName);
        return new HostReply { Voices = library.ListVoices() };
    }

    private HostReply Speak(HostRequest request)
    {
        if (request is not
            {
                Text: { Length: > 0 } text, Voice: { Length: > 0 } voice,
                WordsPerMinute: >= 80 and < 450, Pitch: >= 0 and <= 99, Volume: >= 0 and <= 200,
            }
            || text.Contains('\0', StringComparison.Ordinal) || voice.Contains('\0', StringComparison.Ordinal))
        {
            throw new HostException("request.bad", "a field of speak is missing, out of range or holds a NUL");
        }

        using var library = new EspeakLibrary(libraryName);
        library.SelectVoice(voice);
        library.SetProsody(request.WordsPerMinute, request.Pitch, request.Volume);
        var speech = library.Synthesize(text, request.Mnemonics);
        return new HostReply
        {
            SampleRate = library.SampleRate,
            Samples = speech.Pcm.Length,
            Words = speech.Words,
            Sentences = speech.Sentences,
            Phonemes = speech.Phonemes,
            Transcript = [.. library.Transcribe(text).Select(clause => clause.Sounds)],
            Pcm = speech.Pcm,
        };
    }

    private HostReply Transcribe(HostRequest request)
    {
        if (request is not { Text: { Length: > 0 } text, Voice: { Length: > 0 } voice }
            || text.Contains('\0', StringComparison.Ordinal) || voice.Contains('\0', StringComparison.Ordinal))
        {
            throw new HostException("request.bad", "a field of transcribe is missing or holds a NUL");
        }

        using var library = new EspeakLibrary(libraryName);
        library.SelectVoice(voice);
        var clauses = library.Transcribe(text);
        return new HostReply { Transcript = [.. clauses.Select(clause => clause.Sounds)], Marks = [.. clauses.Select(clause => clause.Mark)] };
    }

    private HostReply ListSounds(HostRequest request)
    {
        if (request is not { Voice: { Length: > 0 } voice } || voice.Contains('\0', StringComparison.Ordinal))
        {
            throw new HostException("request.bad", "a field of sounds is missing or holds a NUL");
        }

        using var library = new EspeakLibrary(libraryName);
        library.SelectVoice(voice);
        return new HostReply { Sounds = library.ListSounds() };
    }
}
