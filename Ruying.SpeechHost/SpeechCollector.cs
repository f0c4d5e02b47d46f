using System.Runtime.InteropServices;
using System.Text;

namespace Ruying.SpeechHost;

[UnmanagedFunctionPointer(CallingConvention.Cdecl)]
internal unsafe delegate int SynthCallback(short* samples, int count, EspeakEvent* events);

/// <summary>Gathers what the engine calls back with during one request.</summary>
internal sealed unsafe class SpeechCollector
{
    private const int MaxSamples = 22_050 * 60 * 30;
    private short[] _pcm = new short[22_050 * 4];
    private int _count;

    public ReadOnlyMemory<short> Pcm => _pcm.AsMemory(0, _count);

    public List<int[]> Words { get; } = [];

    public List<int[]> Sentences { get; } = [];

    public List<HostPhoneme> Phonemes { get; } = [];

    /// <summary>Returns 1 to stop the engine.</summary>
    public int Receive(short* samples, int count, EspeakEvent* events)
    {
        if (samples is not null && count > 0)
        {
            if (_count + count > MaxSamples)
            {
                return 1;
            }

            if (_count + count > _pcm.Length)
            {
                Array.Resize(ref _pcm, Math.Max(_pcm.Length * 2, _count + count));
            }

            new ReadOnlySpan<short>(samples, count).CopyTo(_pcm.AsSpan(_count));
            _count += count;
        }

        for (; events->Type != EspeakEvent.ListTerminated; events++)
        {
            switch (events->Type)
            {
                case EspeakEvent.Word:
                    Words.Add([events->TextPosition, events->Length, events->Sample]);
                    break;
                case EspeakEvent.Sentence:
                    Sentences.Add([events->TextPosition, events->Sample]);
                    break;
                case EspeakEvent.Phoneme:
                    Phonemes.Add(new HostPhoneme(Name(new ReadOnlySpan<byte>(events->Id, 8)), events->Sample));
                    break;
            }
        }

        return 0;
    }

    private static string Name(ReadOnlySpan<byte> id)
    {
        var end = id.IndexOf((byte)0);
        // A name cut at 8 bytes may end inside a character.
        return Encoding.UTF8.GetString(end < 0 ? id : id[..end]).TrimEnd('\uFFFD');
    }
}
