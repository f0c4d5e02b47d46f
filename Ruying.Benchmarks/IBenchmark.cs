namespace Ruying.Benchmarks;

/// <summary>One thing that is measured on this machine.</summary>
public interface IBenchmark
{
    /// <summary>What to ask for on the command line, lower case.</summary>
    string Name { get; }

    /// <summary>Measures; figures in flat lower snake case with their unit (<c>seconds_track</c>).</summary>
    Task<IReadOnlyDictionary<string, double>> RunAsync(CancellationToken cancellationToken);

    /// <summary>Whether it takes too long to run with the others.</summary>
    bool OnlyWhenNamed => false;
}
