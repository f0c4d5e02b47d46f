using System.ComponentModel.DataAnnotations;

namespace Ruying.Api;

/// <summary>Settings of the service: section <c>Ruying</c>.</summary>
public sealed class ServiceOptions
{
    /// <summary>The folder that holds everything the service keeps.</summary>
    /// <value>Default: the environment variable <c>RUYING_DATA</c>, else <c>data</c> in the current folder.</value>
    [Required]
    public string DataFolder { get; set; } = "data";

    /// <summary>The largest file taken, in bytes.</summary>
    /// <value>Default: 2 GiB.</value>
    [Range(1, long.MaxValue)]
    public long UploadLimit { get; set; } = 2L << 30;

    /// <summary>The largest model taken, in bytes.</summary>
    /// <value>Default: 1 GiB.</value>
    [Range(1, Ruying.Pipeline.Models.ModelStore.LargestBytes)]
    public long ModelLimit { get; set; } = 1L << 30;

    /// <summary>The longest script taken, in characters.</summary>
    /// <value>Default: 50,000, close to an hour of speech.</value>
    [Range(1, int.MaxValue)]
    public int ScriptLimit { get; set; } = 50_000;

    /// <summary>Whether webhooks may lead to this machine and into private networks.</summary>
    /// <value>Default: no.</value>
    public bool WebhooksToPrivateAddresses { get; set; }

    /// <summary>Where networks run: <c>auto</c>, <c>cpu</c> or <c>cuda</c>.</summary>
    /// <value>Default: <c>auto</c>.</value>
    [RegularExpression("auto|cpu|cuda")]
    public string Device { get; set; } = "auto";
}
