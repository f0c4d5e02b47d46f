namespace Ruying.Pipeline.Captions;

/// <summary>How good it is to break after a unit; the better the smaller.</summary>
internal enum BreakQuality
{
    /// <summary>A paragraph ends.</summary>
    Paragraph,

    /// <summary>A sentence ends.</summary>
    Sentence,

    /// <summary>After a comma or the like.</summary>
    Clause,

    /// <summary>Between two words.</summary>
    Word,

    /// <summary>Between two letters of a script that has no blanks.</summary>
    Letter,

    /// <summary>Within a word that is longer than a line.</summary>
    Cut,
}
