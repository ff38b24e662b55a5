using System.Collections.Concurrent;
using Reproduction.Engines.Portable;
using Reproduction.Training;

namespace Reproduction.Tests.Engines.Portable;

public sealed class OncePerKeyTests
{
    /// <summary>Runs start together: each would otherwise look through the whole data set while the others wait for memory.</summary>
    [Test]
    public void Threads_that_ask_together_get_one_value_that_was_made_once()
    {
        var made = 0;
        var values = new OncePerKey<object, object>(_ =>
        {
            Interlocked.Increment(ref made);
            Thread.Sleep(100);
            return new object();
        });
        var key = new object();
        using var together = new Barrier(4);
        using var stop = new CancellationTokenSource();
        var found = new ConcurrentBag<object>();

        WorkerPool.Run(4, "test", stop, () =>
        {
            together.SignalAndWait(TimeSpan.FromSeconds(30)).Should().BeTrue();
            found.Add(values.Of(key));
        });

        made.Should().Be(1);
        found.Should().HaveCount(4);
        found.Distinct().Should().ContainSingle();
    }
}
