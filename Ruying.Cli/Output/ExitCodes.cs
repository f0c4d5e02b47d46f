namespace Ruying.Cli.Output;

internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>A fault of ours.</summary>
    public const int Failure = 1;

    /// <summary>Something the user can mend.</summary>
    public const int UserError = 2;

    /// <summary>Stopped by Ctrl+C, as shells count it.</summary>
    public const int Cancelled = 130;
}
