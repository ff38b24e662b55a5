using System.Text;
using Reproduction.VerifyStandIn;
using VerifyTests;

namespace Reproduction.Tests.VerifyStandIn;

/// <summary>
/// What one verification does to its folder and says of it: to the byte and to the letter what Verify.NUnit 31.28.0 was seen to do.
/// </summary>
public sealed class SnapshotComparisonTests
{
    private static readonly byte[] Mark = [0xEF, 0xBB, 0xBF];
    private readonly string folder = Directory.CreateTempSubdirectory("verify-stand-in-").FullName;

    [SetUp]
    public void EmptyTheFolder() => Array.ForEach(Directory.GetFiles(folder), File.Delete);

    [OneTimeTearDown]
    public void RemoveTheFolder() => Directory.Delete(folder, recursive: true);

    [TestCase("x", "x")]
    [TestCase("a\r\nb\rc\n", "a\nb\nc\n")]
    [TestCase("Größe", "Größe")]
    [TestCase("", "")]
    public async Task A_new_text_is_received_with_a_mark_and_the_line_ends_of_Unix_and_fails(string text, string written)
    {
        var message = await Failure(text);

        Files.Should().Equal("M.received.txt");
        (await File.ReadAllBytesAsync(In("M.received.txt"))).Should().Equal([.. Mark, .. Encoding.UTF8.GetBytes(written)]);
        message.Should().Be(
            $"Directory: {folder}\nNew:\n  - Received: M.received.txt\n    Verified: M.verified.txt\n\nFileContent:\n\nNew:\n\n"
                + $"Received: M.received.txt\n{written}\n\n");
    }

    [TestCase("new", "old")]
    [TestCase("x", "x\n")]
    [TestCase("é", "e\u0301")]
    public async Task An_altered_text_is_received_beside_the_verified_one(string received, string verified)
    {
        Approve("M.verified.txt", verified);

        var message = await Failure(received);

        Files.Should().Equal("M.received.txt", "M.verified.txt");
        Read("M.verified.txt").Should().Be(verified);
        message.Should().Be(
            $"Directory: {folder}\nNotEqual:\n  - Received: M.received.txt\n    Verified: M.verified.txt\n\nFileContent:\n\n"
            + $"NotEqual:\n\nReceived: M.received.txt\n{received}\nVerified: M.verified.txt\n{verified}\n\n");
    }

    [Test]
    public async Task An_equal_text_passes_and_removes_what_its_last_run_received_and_no_other_test_s()
    {
        Approve("M.verified.txt", "x");
        foreach (var name in new[] { "M.received.txt", "M#00.received.txt", "M2.received.txt" })
        {
            Approve(name, "old");
        }

        await Verify("x", (_, _, _) => throw new InvalidOperationException("a comparer is asked about texts that differ alone"));

        Files.Should().Equal("M.verified.txt", "M2.received.txt");
    }

    [Test]
    public async Task A_verified_file_that_no_text_stands_for_fails()
    {
        Approve("M.verified.txt", "x");
        Approve("M.verified.svg", "y");
        Approve("M2.verified.svg", "of another test");

        (await Failure("x")).Should().Be(
            $"Directory: {folder}\nDelete:\n  - M.verified.svg\nEqual:\n  - Received: M.received.txt\n    Verified: M.verified.txt\n");
        Files.Should().Contain("M.verified.svg");
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_verified_file_with_or_without_a_mark_is_equal_and_left_alone(bool mark)
    {
        await File.WriteAllTextAsync(In("M.verified.txt"), "Größe", new UTF8Encoding(mark));
        var before = await File.ReadAllBytesAsync(In("M.verified.txt"));

        await Verify("Größe");

        (await File.ReadAllBytesAsync(In("M.verified.txt"))).Should().Equal(before);
    }

    [Test]
    public async Task A_verified_file_of_no_bytes_is_none()
    {
        await File.WriteAllBytesAsync(In("M.verified.txt"), []);

        (await Failure(string.Empty)).Should().Contain("New:").And.NotContain("Delete:");
        Files.Should().Equal("M.received.txt");
    }

    [Test]
    public async Task A_carriage_return_in_a_verified_file_is_an_error()
    {
        Approve("M.verified.txt", "a\r\nb");

        var exception = await Caught("a\nb");

        exception.GetType().FullName.Should().Be("VerifiedLineEndingException");
        exception.Message.Should().StartWith(
            $"Verified file must use \\n line endings, but it contains a \\r (carriage return).\nPath: {In("M.verified.txt")}\n");
        Read("M.verified.txt").Should().Be("a\r\nb");
    }

    [Test]
    public async Task What_a_comparer_found_stands_in_place_of_the_texts()
    {
        Approve("M.verified.txt", "1.5\n");

        var message = await Failure(
            "1.6\r\n", (received, verified, _) => Task.FromResult(CompareResult.NotEqual($"received {received.Trim()}, verified {verified.Trim()}")));

        message.Should().EndWith("NotEqual:\n\nReceived: M.received.txt\nVerified: M.verified.txt\nCompare Result:\nreceived 1.6, verified 1.5\n\n");
    }

    [Test]
    public async Task Equal_by_comparer_leaves_the_files_as_they_are()
    {
        Approve("M.verified.txt", "1.5");

        await Verify("1.500001", (_, _, _) => Task.FromResult(CompareResult.Equal));

        Files.Should().Equal("M.verified.txt");
        Read("M.verified.txt").Should().Be("1.5");
        default(CompareResult).IsEqual.Should().BeFalse("a result that nobody made must not pass");
    }

    [Test]
    public async Task A_comparer_that_throws_is_an_error_and_nothing_is_received()
    {
        Approve("M.verified.txt", "old");
        var cause = new InvalidOperationException("broken");

        var exception = await Caught("new", (_, _, _) => throw cause);

        exception.Message.Should().Be($"Failed to compare files:\nReceivedPath: {In("M.received.txt")}\nVerifiedPath: {In("M.verified.txt")}");
        exception.InnerException.Should().BeSameAs(cause);
        Files.Should().Equal("M.verified.txt");
    }

    [TestCase(null, "null")]
    [TestCase("", "emptyString")]
    [TestCase("\uFEFFx", "x")]
    public void A_text_without_an_extension_is_made_visible(string? text, string visible) => SnapshotComparison.Visible(text).Should().Be(visible);

    private string[] Files => [.. Directory.GetFiles(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private string In(string name) => Path.Combine(folder, name);

    private string Read(string name) => File.ReadAllText(In(name));

    private void Approve(string name, string content) => File.WriteAllText(In(name), content, new UTF8Encoding(true));

    private Task Verify(string text, StringCompare? compare = null) => new SnapshotComparison(folder, "M", "txt").Compare(text, compare);

    private async Task<string> Failure(string text, StringCompare? compare = null)
    {
        var exception = await Caught(text, compare);
        exception.GetType().FullName.Should().Be("VerifyException");
        exception.StackTrace.Should().BeEmpty();
        return exception.Message;
    }

    private async Task<Exception> Caught(string text, StringCompare? compare = null)
    {
        try
        {
            await Verify(text, compare);
        }
        catch (Exception exception)
        {
            return exception;
        }

        throw new AssertionException("The verification has to fail.");
    }
}
