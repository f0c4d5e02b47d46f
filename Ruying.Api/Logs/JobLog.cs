using System.Collections;
using System.Globalization;
using System.Text;
using Ruying.Api.Data;

namespace Ruying.Api.Logs;

/// <summary>
/// The log of one job while it runs. As a logger's scope it puts the job's id, kind and subject on every line that is logged
/// under way, and the <see cref="JobLogProvider"/> finds it there.
/// </summary>
internal sealed class JobLog : IReadOnlyList<KeyValuePair<string, object>>, IDisposable
{
    private const string Dropped = "... older lines were dropped\n";

    private readonly Lock _gate = new();
    private readonly KeyValuePair<string, object>[] _values;
    private readonly int _limit;
    private FileStream? _file;

    /// <param name="job">The job.</param>
    /// <param name="path">Its log, which an earlier attempt may have begun.</param>
    /// <param name="limit">The longest file, in bytes.</param>
    public JobLog(JobRow job, string path, int limit)
    {
        _values = [new("Job", job.Id), new("Kind", job.Kind), new("Subject", job.SubjectId)];
        _limit = limit;
        Try(() =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            _file.Seek(0, SeekOrigin.End);
        });
    }

    public int Count => _values.Length;

    public KeyValuePair<string, object> this[int index] => _values[index];

    /// <summary>Adds a line; one that cannot be written is lost, for no job fails over its log.</summary>
    public void Write(string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line + "\n");
        lock (_gate)
        {
            Try(() =>
            {
                if (_file is null || bytes.Length > _limit / 2)
                {
                    return;
                }

                if (_file.Length + bytes.Length > _limit)
                {
                    KeepNewerHalf(_file);
                }

                _file.Write(bytes);
            });
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _file?.Dispose();
            _file = null;
        }
    }

    public IEnumerator<KeyValuePair<string, object>> GetEnumerator() => _values.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>How a console shows the scope.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Job:{_values[0].Value} Kind:{_values[1].Value} Subject:{_values[2].Value}");

    private void KeepNewerHalf(FileStream file)
    {
        var newer = new byte[Math.Min(file.Length, (_limit / 2) - Dropped.Length)];
        file.Seek(-newer.Length, SeekOrigin.End);
        file.ReadExactly(newer);
        var kept = newer.AsSpan(newer.AsSpan().IndexOf((byte)'\n') + 1);
        file.SetLength(0);
        file.Write(Encoding.UTF8.GetBytes(Dropped));
        file.Write(kept);
    }

    private static void Try(Action work)
    {
        try
        {
            work();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The disk is full or the folder gone: the service's own log has the line.
        }
    }
}
