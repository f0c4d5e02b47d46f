using Npgsql;
using Ruying.Api.Data;
using Ruying.Api.Storage;
using Ruying.Api.Storage.S3;

namespace Ruying.Api.Settings;

/// <summary>Whether the settings let the servers that they speak of share tables and files.</summary>
internal static class SharingCheck
{
    /// <summary>Adds what is wrong.</summary>
    public static void Check(ServiceOptions options, List<string> faults)
    {
        var isPostgres = options.Database == DatabaseSetup.Postgres;
        if (isPostgres && string.IsNullOrWhiteSpace(options.Postgres))
        {
            faults.Add("The setting Ruying:Postgres is missing: Ruying:Database is postgres, so say where it is, such as Host=db;Database=ruying;Username=ruying.");
        }
        else if (isPostgres && !IsAddress(options.Postgres))
        {
            // What it is stays out of the log: there may be a password in it.
            faults.Add("The setting Ruying:Postgres is no address such as Host=db;Database=ruying;Username=ruying.");
        }

        if (options.SharedFolder && !isPostgres)
        {
            faults.Add("The setting Ruying:SharedFolder needs Ruying:Database=postgres: a SQLite file cannot be shared over a network.");
        }

        if (options.Storage == StoreSetup.S3)
        {
            CheckStore(options.S3, faults);
        }

        if (options.Role == ServerRole.All || options.IsShared)
        {
            return;
        }

        var role = options.Role == ServerRole.Web ? "web" : "worker";
        faults.Add(isPostgres
            ? $"The setting Ruying:Role is {role}, and the files are on one machine: set Ruying:SharedFolder=true where all servers have mounted the data folder, or Ruying:Storage=s3, or leave the role out."
            : $"The setting Ruying:Role is {role}, and the tables are in a file of one machine: set Ruying:Database=postgres, or leave the role out.");
    }

    private static void CheckStore(S3Options store, List<string> faults)
    {
        if (string.IsNullOrWhiteSpace(store.Bucket))
        {
            faults.Add("The setting Ruying:S3:Bucket is missing: Ruying:Storage is s3, so name the bucket.");
        }

        if (store.AccessKey.Length > 0 != store.SecretKey.Length > 0)
        {
            faults.Add("Of the settings Ruying:S3:AccessKey and Ruying:S3:SecretKey one is missing: give both, or neither to use the machine's own.");
        }

        foreach (var (name, address) in new[] { (nameof(store.Endpoint), store.Endpoint), (nameof(store.PublicEndpoint), store.PublicEndpoint) })
        {
            if (address.Length > 0 && !(Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https") && uri.UserInfo.Length == 0))
            {
                faults.Add($"The setting Ruying:S3:{name} is no address such as https://store.example.org.");
            }
        }
    }

    private static bool IsAddress(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text).Host is { Length: > 0 };
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException)
        {
            return false;
        }
    }
}
