namespace Ruying.Pipeline.Media;

/// <summary>
/// A folder for one run of ffmpeg or ffprobe, in which both names are links to <c>limited.sh</c>: FFMpegCore starts the program itself, out of a
/// folder that it is told. The process gets the limits, and dies with the one that started it.
/// </summary>
internal sealed class LimitedProgram : IDisposable
{
    private const string Script = "limited.sh";
    private readonly DirectoryInfo _folder;

    /// <summary>Makes the folder.</summary>
    /// <exception cref="EnvironmentException"><c>program.missing</c>.</exception>
    /// <param name="limits">What the run may take.</param>
    /// <param name="searchPath">Where programs are looked for; null takes the process's <c>PATH</c>.</param>
    public LimitedProgram(FfmpegLimits limits, string? searchPath = null)
    {
        searchPath ??= Environment.GetEnvironmentVariable("PATH") ?? "";
        Require(searchPath, "ffmpeg", "ffmpeg");
        Require(searchPath, "ffprobe", "ffmpeg");
        Require(searchPath, "prlimit", "util-linux");
        Require(searchPath, "setpriv", "util-linux");
        _folder = Directory.CreateTempSubdirectory("ruying-run-");
        File.WriteAllText(Path.Combine(_folder.FullName, "limits"), limits.Options + "\n");
        foreach (var name in new[] { "ffmpeg", "ffprobe" })
        {
            File.CreateSymbolicLink(Path.Combine(_folder.FullName, name), Path.Combine(AppContext.BaseDirectory, Script));
        }
    }

    /// <summary>Where FFMpegCore finds the programs.</summary>
    public string Folder => _folder.FullName;

    /// <summary>
    /// Starts and awaits a process on a thread of its own: Linux counts a process as orphaned when the thread that started it ends, and the pool's threads come and go.
    /// </summary>
    /// <param name="start">Starts the process before it first awaits anything.</param>
    public static Task<T> OnOwnThreadAsync<T>(Func<Task<T>> start) => Task.Factory.StartNew(
        () =>
        {
            var run = start();
            ((IAsyncResult)run).AsyncWaitHandle.WaitOne();
            return run;
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default).Unwrap();

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            _folder.Delete(recursive: true);
        }
        catch (IOException)
        {
            // Two links and a line in the system's temporary folder; not worth failing a job.
        }
    }

    private static void Require(string searchPath, string program, string package)
    {
        var folders = searchPath.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        if (!Array.Exists(folders, folder => File.Exists(Path.Combine(folder, program))))
        {
            throw new EnvironmentException("program.missing", $"{program} is not installed: install it (apt-get install {package}).");
        }
    }
}
