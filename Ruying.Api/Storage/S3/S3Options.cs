using System.ComponentModel.DataAnnotations;

namespace Ruying.Api.Storage.S3;

/// <summary>Where an S3-compatible store is: section <c>Ruying:S3</c>, looked at where <see cref="ServiceOptions.Storage"/> is <c>s3</c>.</summary>
public sealed class S3Options
{
    /// <summary>The store's address, such as <c>http://store:9000</c>.</summary>
    /// <value>Default: none, which is Amazon's in <see cref="Region"/>.</value>
    public string Endpoint { get; set; } = "";

    /// <summary>The address by which browsers and other clients reach the same store, for downloads.</summary>
    /// <value>Default: none, the same as <see cref="Endpoint"/>.</value>
    public string PublicEndpoint { get; set; } = "";

    /// <summary>The region that requests are signed for.</summary>
    /// <value>Default: <c>us-east-1</c>, which most other stores expect too.</value>
    [Required]
    public string Region { get; set; } = "us-east-1";

    /// <summary>The bucket; it is there, and nobody else's.</summary>
    /// <value>Default: none.</value>
    public string Bucket { get; set; } = "";

    /// <summary>The access key's id.</summary>
    /// <value>Default: none, which takes those of the machine (environment, profile, role) as the AWS SDK finds them.</value>
    public string AccessKey { get; set; } = "";

    /// <summary>The access key's secret.</summary>
    /// <value>Default: none.</value>
    public string SecretKey { get; set; } = "";

    /// <summary>Whether the bucket is named in the path rather than in the host's name.</summary>
    /// <value>Default: where an endpoint is given.</value>
    public bool? PathStyle { get; set; }

    /// <summary>How long an address leads to a video, in seconds; a player that was left for longer has to be loaded again.</summary>
    /// <value>Default: 3600. 60 to 604800, the most that S3 allows.</value>
    [Range(60, 604_800)]
    public int LinkSeconds { get; set; } = 3600;
}
