namespace Ruying.Api.Admin;

/// <summary>Where the verbs of <c>ruying admin</c> write.</summary>
/// <param name="Out">Results.</param>
/// <param name="Error">What went wrong.</param>
internal sealed record AdminOutput(TextWriter Out, TextWriter Error)
{
    public static AdminOutput ForThisProcess() => new(Console.Out, Console.Error);

    /// <summary>Bytes as people read them.</summary>
    public static string Size(long bytes) => bytes switch
    {
        >= 1L << 30 => FormattableString.Invariant($"{bytes / (double)(1L << 30):0.0} GB"),
        >= 1L << 20 => FormattableString.Invariant($"{bytes / (double)(1L << 20):0.0} MB"),
        >= 1L << 10 => FormattableString.Invariant($"{bytes / (double)(1L << 10):0.0} kB"),
        _ => FormattableString.Invariant($"{bytes} bytes"),
    };
}
