using System.Runtime.InteropServices;

namespace Ruying.SpeechHost;

/// <summary>espeak_EVENT of speak_lib.h, revision 12.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct EspeakEvent
{
    public const int ListTerminated = 0;
    public const int Word = 1;
    public const int Sentence = 2;
    public const int Phoneme = 7;

    public int Type;
    public uint UniqueIdentifier;

    /// <summary>In code points, counted from 1.</summary>
    public int TextPosition;

    public int Length;

    /// <summary>In ms, rounded down: <see cref="Sample"/> is finer.</summary>
    public int AudioPosition;

    public int Sample;
    public nint UserData;

    /// <summary>A union; for phonemes UTF-8, ended by NUL only where shorter than 8 bytes.</summary>
    public fixed byte Id[8];
}

/// <summary>espeak_VOICE of speak_lib.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct EspeakVoice
{
    public byte* Name;

    /// <summary>A priority byte and a name ended by NUL, again and again, then a 0.</summary>
    public byte* Languages;

    public byte* Identifier;
    public byte Gender;
    public byte Age;
    public byte Variant;
    public byte Reserved;
    public int Score;
    public nint Spare;
}
