using Microsoft.Extensions.Options;
using Ruying.Api.Data;
using Ruying.Api.Storage;

namespace Ruying.Api.Logs;

/// <summary>The logs of jobs: <c>logs/JOB.log</c> in the data folder, one a job, kept until the job is deleted.</summary>
public sealed class JobLogs(DataFolder data, IOptions<ServiceOptions> options)
{
    /// <summary>Lines given unless more or fewer are asked for.</summary>
    public const int UsualLines = 200;

    /// <summary>The most lines given.</summary>
    public const int MostLines = 10_000;

    /// <summary>A job's last lines, the oldest of them first; empty when it has not started.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="lines">1 to <see cref="MostLines"/>.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<string> ReadAsync(string jobId, int lines, CancellationToken cancellationToken)
    {
        var last = new Queue<string>();
        try
        {
            // The file is of limited length, and a worker may write to it at the same time.
            await using var file = new FileStream(
                data.Log(jobId), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1 << 16, useAsync: true);
            using var reader = new StreamReader(file);
            while (await reader.ReadLineAsync(cancellationToken) is { } line)
            {
                last.Enqueue(line);
                if (last.Count > lines)
                {
                    last.Dequeue();
                }
            }
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            // It waits for its first attempt.
        }

        return string.Concat(last.Select(line => line + "\n"));
    }

    /// <summary>Opens a job's log for an attempt; give it to <see cref="LoggerExtensions"/>' scope and dispose of it after the attempt.</summary>
    internal JobLog Open(JobRow job) => new(job, data.Log(job.Id), options.Value.JobLogLimit);
}
