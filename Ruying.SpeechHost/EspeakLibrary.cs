using System.Runtime.InteropServices;
using System.Text;

namespace Ruying.SpeechHost;

/// <summary>
/// libespeak-ng, loaded for one request and unloaded after it: its noise and flutter generators live in static
/// variables that nothing in its interface resets, so a second request would sound a little different from the first.
/// </summary>
internal sealed unsafe class EspeakLibrary : IDisposable
{
    private const int SynchronousOutput = 2;
    private const int PhonemeEvents = 1;
    private const int PhonemeIpa = 2;
    private const int DontExit = 0x8000;
    private const uint Utf8 = 1;
    private const uint ReadMnemonics = 0x100;
    private const uint EndPause = 0x1000;
    private const int Rate = 1;
    private const int Volume = 2;
    private const int Pitch = 3;
    private const int BufferMilliseconds = 500;

    private readonly nint _library;

    public EspeakLibrary(string name)
    {
        if (!NativeLibrary.TryLoad(name, out _library))
        {
            throw new HostException("speech.engine_missing", $"the library {name} cannot be loaded");
        }

        var initialize = (delegate* unmanaged[Cdecl]<int, int, byte*, int, int>)Export("espeak_Initialize");
        // Synchronous: the callbacks come on this thread, and no thread of the library's is left when it is unloaded.
        SampleRate = initialize(SynchronousOutput, BufferMilliseconds, null, PhonemeEvents | PhonemeIpa | DontExit);
        if (SampleRate <= 0)
        {
            NativeLibrary.Free(_library);
            throw new HostException("speech.engine_missing", "espeak-ng's data files cannot be read");
        }
    }

    /// <summary>Samples a second.</summary>
    public int SampleRate { get; }

    public IReadOnlyList<HostVoice> ListVoices()
    {
        var list = (delegate* unmanaged[Cdecl]<EspeakVoice*, EspeakVoice**>)Export("espeak_ListVoices");
        var voices = new List<HostVoice>();
        for (var entry = list(null); *entry is not null; entry++)
        {
            voices.Add(new HostVoice(
                Text((*entry)->Identifier), Text((*entry)->Name).Replace('_', ' ').Trim(), Languages((*entry)->Languages)));
        }

        return voices;
    }

    public void SelectVoice(string identifier)
    {
        var select = (delegate* unmanaged[Cdecl]<byte*, int>)Export("espeak_SetVoiceByName");
        fixed (byte* name = Terminated(identifier))
        {
            if (select(name) != 0)
            {
                throw new HostException("voice.unknown", $"espeak-ng has no voice {identifier}");
            }
        }
    }

    public void SetProsody(int wordsPerMinute, int pitch, int volume)
    {
        var set = (delegate* unmanaged[Cdecl]<int, int, int, int>)Export("espeak_SetParameter");
        _ = set(Rate, wordsPerMinute, 0);
        _ = set(Pitch, pitch, 0);
        _ = set(Volume, volume, 0);
    }

    /// <param name="text">What to say.</param>
    /// <param name="mnemonics">Whether <c>[[...]]</c> in it holds the engine's own names of sounds; <see cref="Transcribe"/> reads them too from then on.</param>
    public SpeechCollector Synthesize(string text, bool mnemonics)
    {
        var setCallback = (delegate* unmanaged[Cdecl]<nint, void>)Export("espeak_SetSynthCallback");
        var synthesize = (delegate* unmanaged[Cdecl]<byte*, nuint, uint, int, uint, uint, uint*, nint, int>)Export("espeak_Synth");
        var collector = new SpeechCollector();
        SynthCallback callback = collector.Receive;
        setCallback(Marshal.GetFunctionPointerForDelegate(callback));
        var bytes = Terminated(text);
        int status;
        fixed (byte* start = bytes)
        {
            status = synthesize(start, (nuint)bytes.Length, 0, 1, 0, Utf8 | EndPause | (mnemonics ? ReadMnemonics : 0), null, 0);
        }

        GC.KeepAlive(callback);
        return status == 0 ? collector : throw new HostException("speech.engine_failed", $"espeak_Synth returned {status}");
    }

    /// <summary>IPA, or the engine's own names, with stress marks and what ended it, a clause each, for the voice that is selected.</summary>
    public IReadOnlyList<(string Sounds, string Mark)> Transcribe(string text, bool asIpa = true)
    {
        const int Ipa = 2;
        const int Separator = 0x1F << 8;
        var transcribe = (delegate* unmanaged[Cdecl]<void**, int, int, byte*>)Export("espeak_TextToPhonemes");
        var clauses = new List<(string Sounds, string Mark)>();
        var bytes = Terminated(text);
        fixed (byte* start = bytes)
        {
            var from = 0;
            for (void* rest = start; rest is not null;)
            {
                var sounds = Text(transcribe(&rest, (int)Utf8, (asIpa ? Ipa : 0) | Separator));
                var to = rest is null ? bytes.Length - 1 : (int)((byte*)rest - start);
                clauses.Add((sounds, ClauseMark.Of(bytes.AsSpan(from, Math.Max(to - from, 0)), isLast: rest is null)));
                from = to;
            }
        }

        return clauses;
    }

    /// <summary>The mnemonics of the sounds that the selected voice has, with their IPA.</summary>
    public IReadOnlyList<string[]> ListSounds()
    {
        byte* folder;
        _ = ((delegate* unmanaged[Cdecl]<byte**, byte*>)Export("espeak_Info"))(&folder);
        Synthesize("[[_:]]", mnemonics: true);
        return new SoundProbe(this).Find(PhonemeTable.Mnemonics(Text(folder)));
    }

    public void Dispose()
    {
        _ = ((delegate* unmanaged[Cdecl]<int>)Export("espeak_Terminate"))();
        NativeLibrary.Free(_library);
    }

    private static byte[] Terminated(string text) => Encoding.UTF8.GetBytes(text + '\0');

    private static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";

    private static List<string> Languages(byte* entries)
    {
        var languages = new List<string>();
        while (entries is not null && *entries != 0)
        {
            var bytes = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(entries + 1);
            languages.Add(Encoding.UTF8.GetString(bytes));
            entries += bytes.Length + 2;
        }

        return languages;
    }

    private nint Export(string name) => NativeLibrary.TryGetExport(_library, name, out var address)
        ? address
        : throw new HostException("speech.engine_missing", $"the library lacks {name}");
}
