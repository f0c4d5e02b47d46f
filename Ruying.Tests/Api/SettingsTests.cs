using Microsoft.Extensions.Configuration;
using Ruying.Api.Settings;
using Ruying.Pipeline;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api;

public sealed class SettingsTests
{
    [Theory]
    [InlineData("Ruying:UplaodLimit", "5", "There is no setting Ruying:UplaodLimit")]
    [InlineData("Ruying:UploadLimit", "much", "Ruying:UploadLimit is \"much\"")]
    [InlineData("Ruying:UploadLimit", "0", "Ruying:UploadLimit is \"0\": give a number of at least 1")]
    [InlineData("Ruying:ScriptLimit", "99999999999", "Ruying:ScriptLimit")]
    [InlineData("Ruying:Device", "gpu", "Ruying:Device is \"gpu\": give one of auto, cpu, cuda")]
    [InlineData("Ruying:Device", "", "Ruying:Device")]
    [InlineData("ruying:device", "gpu", "Ruying:Device")]
    [InlineData("Ruying:DataFolder", " ", "Ruying:DataFolder")]
    [InlineData("Ruying:LogFormat", "xml", "give one of text, json")]
    [InlineData("Ruying:Retention:VideoDays", "0", "Ruying:Retention:VideoDays is \"0\": give a number from 1 to 36500")]
    [InlineData("Ruying:Retention:Videos", "5", "There is no setting Ruying:Retention:Videos; Ruying:Retention has UnfinishedHours, UnusedDays, UploadDays, VideoDays, WorkDays")]
    [InlineData("Ruying:Retention", "5", "Ruying:Retention is a group")]
    [InlineData("Ruying:Role", "boss", "Ruying:Role is \"boss\": give one of all, web, worker")]
    [InlineData("Ruying:Role", "worker", "set Ruying:Database=postgres")]
    [InlineData("Ruying:Database", "mysql", "Ruying:Database is \"mysql\": give one of sqlite, postgres")]
    [InlineData("Ruying:Database", "postgres", "The setting Ruying:Postgres is missing")]
    [InlineData("Ruying:SharedFolder", "true", "Ruying:SharedFolder needs Ruying:Database=postgres")]
    [InlineData("Ruying:Storage", "ftp", "Ruying:Storage is \"ftp\": give one of disk, s3")]
    [InlineData("Ruying:Storage", "s3", "The setting Ruying:S3:Bucket is missing")]
    [InlineData("Ruying:S3:LinkSeconds", "5", "Ruying:S3:LinkSeconds is \"5\": give a number from 60 to 604800")]
    [InlineData("Ruying:S3:PathStyle", "perhaps", "Ruying:S3:PathStyle is \"perhaps\", which is no true or false")]
    [InlineData("Ruying:S3:Buckets", "a", "There is no setting Ruying:S3:Buckets")]
    public void Require_ASlip_NamesTheSetting(string key, string value, string said)
    {
        var exception = Should.Throw<EnvironmentException>(() => SettingsCheck.Require(Of((key, value))));
        exception.Code.ShouldBe("settings.invalid");
        exception.Message.ShouldContain(said);
    }

    [Fact]
    public void Require_SeveralSlips_NamesAll()
    {
        var message = Should.Throw<EnvironmentException>(() => SettingsCheck.Require(Of(("Ruying:Device", "gpu"), ("Ruying:Nothing", "1")))).Message;
        message.ShouldContain("Ruying:Device");
        message.ShouldContain("Ruying:Nothing");
    }

    [Theory]
    [InlineData("web", "Host=db", "", "Ruying:SharedFolder=true")]
    [InlineData("worker", "Host=db;Password=secret", "false", "Ruying:SharedFolder=true")]
    [InlineData("all", "password=secret;nonsense", "", "Ruying:Postgres is no address")]
    [InlineData("worker", "Host=db", "true", null)]
    [InlineData("web", "Host=db", "true", null)]
    [InlineData("all", "Host=db", "", null)]
    public void Require_ARole_NeedsWhatItShares(string role, string postgres, string shared, string? said)
    {
        var settings = Of(("Ruying:Role", role), ("Ruying:Database", "postgres"), ("Ruying:Postgres", postgres), ("Ruying:SharedFolder", shared.Length > 0 ? shared : "false"));
        if (said is null)
        {
            SettingsCheck.Require(settings);
            return;
        }

        var message = Should.Throw<EnvironmentException>(() => SettingsCheck.Require(settings)).Message;
        message.ShouldContain(said);
        message.ShouldNotContain("secret");
    }

    [Theory]
    [InlineData("", "key", "", "Ruying:S3:SecretKey")]
    [InlineData("", "", "hidden", "Ruying:S3:AccessKey")]
    [InlineData("store:9000", "key", "hidden", "Ruying:S3:Endpoint is no address")]
    [InlineData("https://key:hidden@store", "", "", "Ruying:S3:Endpoint is no address")]
    [InlineData("https://store:9000", "key", "hidden", null)]
    [InlineData("", "", "", null)]
    public void Require_AStore_NeedsItsAddressAndBothKeysOrNone(string endpoint, string key, string secret, string? said)
    {
        // Servers that share a store need no folder that they share.
        var settings = Of(
            ("Ruying:Role", "worker"), ("Ruying:Database", "postgres"), ("Ruying:Postgres", "Host=db"), ("Ruying:Storage", "s3"), ("Ruying:S3:Bucket", "ruying"),
            ("Ruying:S3:Endpoint", endpoint), ("Ruying:S3:AccessKey", key), ("Ruying:S3:SecretKey", secret));
        if (said is null)
        {
            SettingsCheck.Require(settings);
            return;
        }

        var message = Should.Throw<EnvironmentException>(() => SettingsCheck.Require(settings)).Message;
        message.ShouldContain(said);
        message.ShouldNotContain("hidden");
    }

    [Fact]
    public void Require_RightOnesAndOtherSections_Passes() => SettingsCheck.Require(Of(
        ("Ruying:UploadLimit", "5000000000"),
        ("Ruying:Device", "cpu"),
        ("RUYING:RETENTION:VIDEODAYS", "30"),
        ("Ruying:Retention:WorkDays", ""),
        ("RUYING_DATA", "/srv/ruying"),
        ("Logging:JobLog:LogLevel:Default", "Debug")));

    private static IConfiguration Of(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => (string?)s.Value)).Build();
}
