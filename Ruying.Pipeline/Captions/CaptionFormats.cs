namespace Ruying.Pipeline.Captions;

/// <summary>Kinds of caption files.</summary>
[Flags]
public enum CaptionFormats
{
    /// <summary>No file.</summary>
    None = 0,

    /// <summary>SubRip, <c>.srt</c>: what most players and video sites take.</summary>
    Srt = 1,

    /// <summary>WebVTT, <c>.vtt</c>: what browsers take.</summary>
    Vtt = 2,

    /// <summary>Advanced SubStation Alpha, <c>.ass</c>: with size and place, as they are burnt in.</summary>
    Ass = 4,
}
