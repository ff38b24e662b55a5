using Reproduction.Training;

namespace Reproduction.Tests.Training;

public sealed class WorkerPoolTests
{
    [Test]
    public void The_first_failure_stops_the_others_and_is_thrown_where_the_pool_was_started()
    {
        using var stop = new CancellationTokenSource();
        var started = 0;

        var run = () => WorkerPool.Run(3, "test", stop, () =>
        {
            if (Interlocked.Increment(ref started) == 1)
            {
                throw new NotSupportedException("broken");
            }

            stop.Token.WaitHandle.WaitOne(TimeSpan.FromSeconds(30)).Should().BeTrue("the failure stops the others");
            stop.Token.ThrowIfCancellationRequested();
        });

        run.Should().Throw<NotSupportedException>().WithMessage("broken");
        started.Should().Be(3);
    }

    [Test]
    public void Every_worker_works_on_a_thread_of_its_own_and_a_cancellation_is_no_failure()
    {
        using var stop = new CancellationTokenSource();
        var names = new System.Collections.Concurrent.ConcurrentBag<string?>();

        WorkerPool.Run(4, "test", stop, () =>
        {
            names.Add(Thread.CurrentThread.Name);
            throw new OperationCanceledException();
        });

        names.Should().BeEquivalentTo("test 1", "test 2", "test 3", "test 4");
        stop.IsCancellationRequested.Should().BeFalse();
    }
}
