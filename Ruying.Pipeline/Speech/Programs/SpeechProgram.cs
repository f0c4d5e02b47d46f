using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Ruying.Pipeline.Speech.Programs;

/// <summary>A speech program of the system: a process a sentence, as many at once as the machine has cores.</summary>
internal sealed class SpeechProgram : IDisposable
{
    private const int LongestError = 300;
    private readonly string? _path;
    private readonly string _name;
    private readonly TimeSpan _limit;
    private readonly SemaphoreSlim _places = new(Environment.ProcessorCount, Environment.ProcessorCount);

    /// <param name="program">Its name, looked for on the PATH, or its path.</param>
    /// <param name="limit">How long one run may take before it counts as hung.</param>
    public SpeechProgram(string program, TimeSpan limit)
    {
        _name = Path.GetFileName(program);
        _limit = limit;
        _path = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
    }

    public bool IsInstalled => _path is not null;

    /// <summary>Runs it to its end.</summary>
    /// <param name="folder">Where it runs: text goes in and sound comes out by files with names of ours, never by arguments.</param>
    /// <param name="arguments">Nothing that a user wrote.</param>
    /// <param name="cancellationToken">Ends the process.</param>
    /// <returns>What it printed.</returns>
    /// <exception cref="EnvironmentException">It is not there (<c>speech.engine_missing</c>), took too long or failed (<c>speech.engine_failed</c>).</exception>
    public async Task<byte[]> RunAsync(string folder, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using var process = Start(folder, arguments);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            stop.CancelAfter(_limit);
            return await ReadAsync(process, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new EnvironmentException("speech.engine_failed", $"{_name} took longer than {_limit.TotalSeconds:0} s over one sentence and was ended.");
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();

    private Process Start(string folder, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(_path ?? throw Missing(null), arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw Missing(error);
        }
    }

    private async Task<byte[]> ReadAsync(Process process, CancellationToken cancellationToken)
    {
        using var printed = new MemoryStream();
        using var errors = new MemoryStream();
        try
        {
            process.StandardInput.Close();
            await Task.WhenAll(
                process.StandardOutput.BaseStream.CopyToAsync(printed, cancellationToken),
                process.StandardError.BaseStream.CopyToAsync(errors, cancellationToken)).ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            throw;
        }

        if (process.ExitCode != 0)
        {
            var said = Encoding.Latin1.GetString(errors.ToArray()).Trim().ReplaceLineEndings("; ");
            throw new EnvironmentException("speech.engine_failed", $"{_name} ended with status {process.ExitCode}: {(said.Length > LongestError ? said[..LongestError] : said)}");
        }

        return printed.ToArray();
    }

    private EnvironmentException Missing(Exception? inner) =>
        new("speech.engine_missing", $"{_name} is not installed; install the package {_name}.", inner);
}
