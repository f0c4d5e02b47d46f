using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Ruying.Api.Keys;

namespace Ruying.Api.Data;

/// <summary>The service's tables; each kind of database has its own migrations, and therefore a class.</summary>
public abstract class RuyingDb(DbContextOptions options) : DbContext(options)
{
    public DbSet<AvatarRow> Avatars => Set<AvatarRow>();

    public DbSet<VideoRow> Videos => Set<VideoRow>();

    public DbSet<JobRow> Jobs => Set<JobRow>();

    public DbSet<UploadRow> Uploads => Set<UploadRow>();

    public DbSet<KeyRow> Keys => Set<KeyRow>();

    public DbSet<IdempotencyRow> Idempotency => Set<IdempotencyRow>();

    public DbSet<WebhookRow> Webhooks => Set<WebhookRow>();

    public DbSet<DeliveryRow> Deliveries => Set<DeliveryRow>();

    public DbSet<ServerRow> Servers => Set<ServerRow>();

    public DbSet<SegmentRow> Segments => Set<SegmentRow>();

    public DbSet<ConsentRow> Consents => Set<ConsentRow>();

    public DbSet<AuditRow> Audit => Set<AuditRow>();

    public DbSet<UsageRow> Usage => Set<UsageRow>();

    public DbSet<ShareRow> Shares => Set<ShareRow>();

    public DbSet<DraftRow> Drafts => Set<DraftRow>();

    public DbSet<PreviewRow> Previews => Set<PreviewRow>();

    /// <summary>Whose rows are seen and made; null sees all.</summary>
    /// <remarks>Contexts are used again: whoever hands one out sets it.</remarks>
    public string? Owner { get; set; }

    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        foreach (var entry in ChangeTracker.Entries<IOwned>().Where(e => e.State == EntityState.Added && e.Entity.OwnerId.Length == 0))
        {
            entry.Entity.OwnerId = Owner ?? KeyStore.LocalOwner;
        }

        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // SQLite has no type for a moment: milliseconds since 1970 in UTC compare as they should.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<Moment>();
        configurationBuilder.Properties<JobState>().HaveConversion<string>();
        configurationBuilder.Properties<JobKind>().HaveConversion<string>();
        configurationBuilder.Properties<DeliveryState>().HaveConversion<string>();
        configurationBuilder.Properties<ServerRole>().HaveConversion<string>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDbFunction(TextSearch.FitsMethod).HasTranslation(words => Fits(words[0], words[1]));
        modelBuilder.Entity<JobRow>(job =>
        {
            job.ToTable("jobs");
            job.Ignore(j => j.IsFinal);
            job.HasIndex(j => j.State);
            job.HasIndex(j => j.SubjectId);
            job.HasIndex(j => new { j.OwnerId, j.State });
            job.HasQueryFilter(j => Owner == null || j.OwnerId == Owner);
        });
        modelBuilder.Entity<ServerRow>(server =>
        {
            server.ToTable("servers");
            server.HasIndex(s => s.SeenAt);
        });
        modelBuilder.Entity<SegmentRow>(segment =>
        {
            segment.ToTable("segments");
            segment.HasKey(s => new { s.JobId, s.Number });
            segment.HasOne<JobRow>().WithMany().HasForeignKey(s => s.JobId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<IdempotencyRow>(row =>
        {
            row.ToTable("idempotency");
            row.HasIndex(r => r.CreatedAt);
        });
        modelBuilder.Entity<WebhookRow>(webhook =>
        {
            webhook.ToTable("webhooks");
            webhook.HasIndex(w => w.OwnerId);
            webhook.HasQueryFilter(w => Owner == null || w.OwnerId == Owner);
        });
        modelBuilder.Entity<DeliveryRow>(delivery =>
        {
            delivery.ToTable("deliveries");
            delivery.HasIndex(d => new { d.State, d.NextAt });
            delivery.HasOne(d => d.Webhook).WithMany().HasForeignKey(d => d.WebhookId).OnDelete(DeleteBehavior.Cascade);
            delivery.HasQueryFilter(d => Owner == null || d.Webhook!.OwnerId == Owner);
        });
        modelBuilder.Entity<AvatarRow>(avatar =>
        {
            avatar.ToTable("avatars");
            avatar.HasIndex(a => a.OwnerId);
            avatar.HasQueryFilter(a => Owner == null || a.OwnerId == Owner);
            avatar.HasOne(a => a.Job).WithMany().HasForeignKey(a => a.JobId).OnDelete(DeleteBehavior.Restrict);
        });
        modelBuilder.Entity<VideoRow>(video =>
        {
            video.ToTable("videos");
            video.HasIndex(v => v.OwnerId);
            video.HasQueryFilter(v => Owner == null || v.OwnerId == Owner);
            video.HasOne(v => v.Avatar).WithMany().HasForeignKey(v => v.AvatarId).OnDelete(DeleteBehavior.Restrict);
            video.HasOne(v => v.Job).WithMany().HasForeignKey(v => v.JobId).OnDelete(DeleteBehavior.Restrict);
        });
        modelBuilder.Entity<UploadRow>(upload =>
        {
            upload.ToTable("uploads");
            upload.HasIndex(u => u.OwnerId);
            upload.HasQueryFilter(u => Owner == null || u.OwnerId == Owner);
        });
        modelBuilder.Entity<ConsentRow>(consent =>
        {
            consent.ToTable("consents");
            consent.HasIndex(c => c.AvatarId);
            consent.HasQueryFilter(c => Owner == null || c.OwnerId == Owner);
        });
        modelBuilder.Entity<AuditRow>(row =>
        {
            row.ToTable("audit");
            row.HasIndex(r => r.OwnerId);
        });
        modelBuilder.Entity<UsageRow>(usage =>
        {
            usage.ToTable("usage");
            usage.HasKey(u => u.JobId);
            usage.HasIndex(u => new { u.OwnerId, u.Day });
            usage.HasQueryFilter(u => Owner == null || u.OwnerId == Owner);
        });
        modelBuilder.Entity<ShareRow>(share =>
        {
            share.ToTable("shares");
            share.HasIndex(s => s.Hash).IsUnique();
            share.HasIndex(s => s.OwnerId);
            share.HasQueryFilter(s => Owner == null || s.OwnerId == Owner);
            share.HasOne(s => s.Video).WithMany().HasForeignKey(s => s.VideoId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<DraftRow>(draft =>
        {
            draft.ToTable("drafts");
            draft.HasIndex(d => d.OwnerId);
            draft.HasQueryFilter(d => Owner == null || d.OwnerId == Owner);
        });
        modelBuilder.Entity<PreviewRow>(preview =>
        {
            preview.ToTable("previews");
            preview.HasIndex(p => p.OwnerId);
            preview.HasQueryFilter(p => Owner == null || p.OwnerId == Owner);
            preview.HasOne(p => p.Avatar).WithMany().HasForeignKey(p => p.AvatarId).OnDelete(DeleteBehavior.Restrict);
            preview.HasOne(p => p.Job).WithMany().HasForeignKey(p => p.JobId).OnDelete(DeleteBehavior.Restrict);
        });
        modelBuilder.Entity<KeyRow>(key =>
        {
            key.ToTable("keys");
            key.HasIndex(k => k.Hash).IsUnique();
        });
    }

    /// <summary>Whether a text fits a pattern of LIKE, in capitals or not; the escape is <see cref="TextSearch.Escape"/>.</summary>
    protected abstract SqlExpression Fits(SqlExpression text, SqlExpression pattern);

    private sealed class Moment() : ValueConverter<DateTimeOffset, long>(
        moment => moment.ToUnixTimeMilliseconds(), milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
}
