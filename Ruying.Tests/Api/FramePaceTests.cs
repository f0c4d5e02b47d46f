using Ruying.Api.Jobs;
using Ruying.Pipeline;
using Shouldly;
using Xunit;

namespace Ruying.Tests.Api;

public sealed class FramePaceTests
{
    private readonly ManualClock _time = new();

    [Theory]
    [InlineData(4)]
    [InlineData(31.5)]
    public void Next_SteadyPace_IsThatPace(double framesPerSecond)
    {
        var pace = new FramePace(_time);
        double? told = null;
        for (var quarter = 0; quarter < 80; quarter++)
        {
            told = pace.Next(new StageProgress("render", quarter * framesPerSecond / 4 / 1000, 1000));
            _time.Advance(TimeSpan.FromSeconds(0.25));
        }

        told.ShouldNotBeNull().ShouldBe(framesPerSecond, 0.11);
    }

    [Fact]
    public void Next_WhatWasDoneBefore_CountsForNothing()
    {
        var pace = new FramePace(_time);
        pace.Next(new StageProgress("render", 0.8, 1000)).ShouldBeNull();
        _time.Advance(TimeSpan.FromSeconds(2));
        pace.Next(new StageProgress("render", 0.82, 1000)).ShouldBe(10);
        pace.Next(new StageProgress("assemble", 0)).ShouldBeNull("it does not go by frames");
        _time.Advance(TimeSpan.FromSeconds(2));
        pace.Next(new StageProgress("render", 0.9, 1000)).ShouldBeNull("it began anew");
    }

    [Fact]
    public void Next_NoFrameFor10Seconds_FallsToNothing()
    {
        var pace = new FramePace(_time);
        pace.Next(new StageProgress("render", 0, 100));
        _time.Advance(TimeSpan.FromSeconds(1));
        pace.Next(new StageProgress("render", 0.5, 100)).ShouldBe(50);
        double? told = null;
        for (var second = 0; second < 15; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            told = pace.Next(new StageProgress("render", 0.5, 100));
        }

        told.ShouldBe(0);
    }
}
