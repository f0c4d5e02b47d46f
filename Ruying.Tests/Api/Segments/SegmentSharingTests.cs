using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Ruying.Api.Data;
using Ruying.Api.Jobs;
using Ruying.Api.Segments;
using Ruying.Pipeline.Videos.Segments;
using Ruying.Tests.Media;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api.Segments;

/// <summary>Workers that share a video's segments, in one process.</summary>
public sealed class SegmentSharingTests : ServiceTest
{
    private const int Count = 6;

    public SegmentSharingTests() => Pipeline.Frames = (Count * SegmentBoard.SegmentFrames) - 10;

    [Fact]
    public async Task Video_WithAnIdleWorker_IsRenderedByBoth_EachSegmentOnce()
    {
        await using var host = Host(("Ruying:VideoWorkers", "2"));
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);

        // Nobody finishes before both are at it.
        var (own, helped) = (new TaskCompletionSource(), new TaskCompletionSource());
        Pipeline.SegmentGate = async (_, helping, token) =>
        {
            (helping ? helped : own).TrySetResult();
            await Task.WhenAll(own.Task, helped.Task).WaitAsync(token);
        };
        var job = await RenderAsync(client, avatar);
        await ServiceHost.WaitAsync(client, job, "succeeded");

        Pipeline.Segments.Select(s => s.Segment).Order().ShouldBe(Enumerable.Range(0, Count));
        Pipeline.Segments.Select(s => s.Helping).Distinct().Count().ShouldBe(2);
        await Eventually.SoAsync(async () => (await RowsAsync(host)).Count == 0);
        (await RowsAsync(host)).ShouldBeEmpty();
        await ShouldBecomeEmptyAsync("work");
    }

    [Fact]
    public async Task AnotherVideo_ThatWaits_GoesBeforeHelp()
    {
        await using var host = Host(("Ruying:VideoWorkers", "2"));
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        var (helped, release, secondRuns) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        Pipeline.SegmentGate = (_, helping, token) =>
        {
            if (helping)
            {
                helped.TrySetResult();
            }

            return (helping ? release : secondRuns).Task.WaitAsync(token);
        };
        var first = await RenderAsync(client, avatar);
        await helped.Task.WaitAsync(TimeSpan.FromMinutes(1));
        var second = await RenderAsync(client, avatar);
        release.SetResult();
        await ServiceHost.WaitAsync(client, second, "running");
        Pipeline.Segments.Count.ShouldBe(1, "the helper left after the segment that it was at");

        secondRuns.SetResult();
        await ServiceHost.WaitAsync(client, first, "succeeded");
        await ServiceHost.WaitAsync(client, second, "succeeded");
        Pipeline.Segments.Count.ShouldBe(2 * Count);
    }

    [Fact]
    public async Task Cancel_WhileTwoRender_StopsBoth()
    {
        await using var host = Host(("Ruying:VideoWorkers", "2"));
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        var (own, helped, stopped) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        Pipeline.SegmentGate = async (_, helping, token) =>
        {
            (helping ? helped : own).TrySetResult();
            await Task.Delay(Timeout.Infinite, token).ContinueWith(_ => helping ? stopped.TrySetResult() : helping, TaskScheduler.Default);
            token.ThrowIfCancellationRequested();
        };
        var job = await RenderAsync(client, avatar);
        await Task.WhenAll(own.Task, helped.Task).WaitAsync(TimeSpan.FromMinutes(1));
        using var answer = await client.PostAsync(At($"/api/v1/jobs/{job}/cancel"), content: null);
        answer.IsSuccessStatusCode.ShouldBeTrue();

        await ServiceHost.WaitAsync(client, job, "cancelled");
        await stopped.Task.WaitAsync(TimeSpan.FromMinutes(1));
        await Eventually.SoAsync(async () => (await RowsAsync(host)).Count == 0);
        (await RowsAsync(host)).ShouldBeEmpty();
        Pipeline.Segments.ShouldBeEmpty();
    }

    [Fact]
    public async Task Helper_ThatFails_LeavesItToTheJobsOwnWorker()
    {
        await using var host = Host(("Ruying:VideoWorkers", "2"), ("Ruying:ServerTimeout", "3"));
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        var failed = new TaskCompletionSource();
        Pipeline.SegmentGate = (_, helping, token) =>
        {
            if (helping)
            {
                failed.TrySetResult();
                throw new InvalidDataException("This machine has a fault.");
            }

            return failed.Task.WaitAsync(token);
        };
        var job = await RenderAsync(client, avatar);
        (await ServiceHost.WaitAsync(client, job, "succeeded")).GetProperty("attempt").GetInt32().ShouldBe(1);
        Pipeline.Segments.ShouldAllBe(s => !s.Helping);
        Pipeline.Segments.Select(s => s.Segment).Order().ShouldBe(Enumerable.Range(0, Count));
    }

    [Fact]
    public async Task Helper_ThatGivesNoSignOfLife_LosesItsSegment()
    {
        await using var host = Host(("Ruying:VideoWorkers", "2"), ("Ruying:ServerTimeout", "3"));
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        var begun = new TaskCompletionSource();
        var claimed = new TaskCompletionSource();
        Pipeline.SegmentGate = async (segment, helping, token) =>
        {
            begun.TrySetResult();
            await claimed.Task.WaitAsync(token);
        };
        var job = await RenderAsync(client, avatar);
        await begun.Task.WaitAsync(TimeSpan.FromMinutes(1));

        // As a machine leaves it that has lost its power.
        await using (var db = await DbAsync(host))
        {
            var now = TimeProvider.System.GetUtcNow();
            await db.Segments.Where(s => s.Number == Count - 1).ExecuteUpdateAsync(
                s => s.SetProperty(r => r.Claim, "lost").SetProperty(r => r.Worker, "lost").SetProperty(r => r.SeenAt, now));
        }

        claimed.SetResult();
        await ServiceHost.WaitAsync(client, job, "succeeded");
        Pipeline.Segments.Select(s => s.Segment).Order().ShouldBe(Enumerable.Range(0, Count));
        Pipeline.Segments.Last().Segment.ShouldBe(Count - 1);
    }

    [Fact]
    public async Task Claims_OfManyAtOnce_NeverMeet()
    {
        await using var host = Host(("Ruying:VideoWorkers", "0"));
        using var client = host.Client();
        var avatar = await ServiceHost.MakeAvatarAsync(client);
        var id = await RenderAsync(client, avatar);
        var job = (await host.Services.GetRequiredService<JobStore>().TryStartAsync(id, "lease", default))!;
        var store = host.Services.GetRequiredService<SegmentStore>();
        using var folder = new TempFolder();
        await store.OfferAsync(job, new SegmentBoard(folder.Path, 40 * SegmentBoard.SegmentFrames, _ => { }), default);

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            var mine = new List<int>();
            for (var i = 0; await store.TryClaimAsync(job, $"{worker}-{i}", default) is { } segment; i++)
            {
                (await store.TryReportAsync(job, segment, $"{worker}-{i}", 100, default)).ShouldBeTrue();
                await store.FinishAsync(job, segment, $"{worker}-{i}", SegmentBoard.SegmentFrames, default);
                mine.Add(segment);
            }

            return mine;
        })));
        taken.SelectMany(t => t).Order().ShouldBe(Enumerable.Range(0, 40));
        (await store.ListAsync(job, default)).ShouldAllBe(row => row.IsDone);
        (await store.CountFreeAsync(default)).ShouldBeEmpty();

        // An attempt that is over offers nothing, whatever its rows say.
        await store.ReopenAsync(job, 3, default);
        (await store.FindOpenAsync([], default)).ShouldNotBeNull();
        (await store.FindOpenAsync(["lease"], default)).ShouldBeNull();
        (await host.Services.GetRequiredService<JobStore>().TryRequeueAsync(job, default)).ShouldBeTrue();
        (await store.FindOpenAsync([], default)).ShouldBeNull();
        (await store.TryReportAsync(job, 3, "0-0", 1, default)).ShouldBeFalse();
    }

    private static async Task<string> RenderAsync(HttpClient client, string avatar) =>
        (await ServiceHost.AcceptedAsync(await client.PostAsJsonAsync("/api/v1/videos", new { avatarId = avatar, text = "Hello" }))).Job;

    private static Task<RuyingDb> DbAsync(ServiceHost host) => host.Services.GetRequiredService<IDbContextFactory<RuyingDb>>().CreateDbContextAsync();

    private static async Task<IReadOnlyList<SegmentRow>> RowsAsync(ServiceHost host)
    {
        await using var db = await DbAsync(host);
        return await db.Segments.AsNoTracking().ToListAsync();
    }
}
