namespace Ruying.Pipeline.Motion;

/// <summary>How a consonant is made.</summary>
public enum Manner
{
    /// <summary>A vowel.</summary>
    Vowel,

    /// <summary>Closed, then released.</summary>
    Plosive,

    /// <summary>Closed, air through the nose.</summary>
    Nasal,

    /// <summary>A narrow, noisy gap.</summary>
    Fricative,

    /// <summary>A gap, laterals too.</summary>
    Approximant,

    /// <summary>Trills, taps and flaps.</summary>
    Trill,
}
