using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Ruying.Api.Data;

/// <summary>The service's tables.</summary>
public sealed class RuyingDb(DbContextOptions<RuyingDb> options) : DbContext(options)
{
    public DbSet<AvatarRow> Avatars => Set<AvatarRow>();

    public DbSet<VideoRow> Videos => Set<VideoRow>();

    public DbSet<JobRow> Jobs => Set<JobRow>();

    public DbSet<IdempotencyRow> Idempotency => Set<IdempotencyRow>();

    public DbSet<WebhookRow> Webhooks => Set<WebhookRow>();

    public DbSet<DeliveryRow> Deliveries => Set<DeliveryRow>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // SQLite has no type for a moment: milliseconds since 1970 in UTC compare as they should.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<Moment>();
        configurationBuilder.Properties<JobState>().HaveConversion<string>();
        configurationBuilder.Properties<JobKind>().HaveConversion<string>();
        configurationBuilder.Properties<DeliveryState>().HaveConversion<string>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<JobRow>(job =>
        {
            job.ToTable("jobs");
            job.Ignore(j => j.IsFinal);
            job.HasIndex(j => j.State);
            job.HasIndex(j => j.SubjectId);
        });
        modelBuilder.Entity<IdempotencyRow>(row =>
        {
            row.ToTable("idempotency");
            row.HasIndex(r => r.CreatedAt);
        });
        modelBuilder.Entity<WebhookRow>().ToTable("webhooks");
        modelBuilder.Entity<DeliveryRow>(delivery =>
        {
            delivery.ToTable("deliveries");
            delivery.HasIndex(d => new { d.State, d.NextAt });
            delivery.HasOne(d => d.Webhook).WithMany().HasForeignKey(d => d.WebhookId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<AvatarRow>(avatar =>
        {
            avatar.ToTable("avatars");
            avatar.HasOne(a => a.Job).WithMany().HasForeignKey(a => a.JobId).OnDelete(DeleteBehavior.Restrict);
        });
        modelBuilder.Entity<VideoRow>(video =>
        {
            video.ToTable("videos");
            video.HasOne(v => v.Avatar).WithMany().HasForeignKey(v => v.AvatarId).OnDelete(DeleteBehavior.Restrict);
            video.HasOne(v => v.Job).WithMany().HasForeignKey(v => v.JobId).OnDelete(DeleteBehavior.Restrict);
        });
    }

    private sealed class Moment() : ValueConverter<DateTimeOffset, long>(
        moment => moment.ToUnixTimeMilliseconds(), milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
}
