using System.Text;
using Reproduction.Data;
using Reproduction.Ensembles;

namespace Reproduction.Tests.Ensembles;

public sealed class LineReaderTests
{
    /// <summary>Whatever the stream gives at a time, the lines are the same.</summary>
    [TestCase("", "")]
    [TestCase("a", "1:0:a")]
    [TestCase("a\n", "1:0:a.")]
    [TestCase("a\nbc", "1:0:a. 2:2:bc")]
    [TestCase("\n\nx\n", "1:0:. 2:1:. 3:2:x.")]
    [TestCase("\uFEFFa\n\uFEFFb\n", "1:0:a. 2:5:\uFEFFb.")]
    [TestCase("a\0\0\nb\0c\0", "1:0:a.(2) 2:4:b\0c(1)")]
    [TestCase("\0\0\0", "1:0:(3)")]
    public void A_stream_is_divided_at_its_line_breaks(string text, string expected)
    {
        foreach (var atATime in new[] { 1, 2, 3, 1000 })
        {
            var reader = new LineReader(new Trickle(Encoding.UTF8.GetBytes(text), atATime), CancellationToken.None);
            var lines = new List<string>();
            while (reader.Read())
            {
                var end = (reader.IsTerminated ? "." : string.Empty) + (reader.NulCount > 0 ? $"({reader.NulCount})" : string.Empty);
                lines.Add($"{reader.Number}:{reader.Offset}:{Encoding.UTF8.GetString(reader.Line)}{end}");
            }

            string.Join(' ', lines).Should().Be(expected);
            reader.Read().Should().BeFalse("the end stays the end");
            reader.End.Should().Be(Encoding.UTF8.GetByteCount(text));
        }
    }

    [Test]
    public void Lines_longer_than_the_chunks_that_are_read_are_whole()
    {
        var line = new string('x', 200_000);
        var reader = new LineReader(new MemoryStream(Encoding.UTF8.GetBytes(line + "\n" + line)), CancellationToken.None);

        reader.Read().Should().BeTrue();
        Encoding.UTF8.GetString(reader.Line).Should().Be(line);
        reader.Read().Should().BeTrue();
        Encoding.UTF8.GetString(reader.Line).Should().Be(line);
        reader.Read().Should().BeFalse();
    }

    [Test]
    public void A_line_without_end_is_an_error_before_it_fills_the_memory()
    {
        var bytes = new byte[LineReader.MaximumLength + 1];
        bytes.AsSpan().Fill((byte)'x');

        FluentActions.Invoking(() => new LineReader(new MemoryStream(bytes), CancellationToken.None).Read())
            .Should().Throw<DataException>().WithMessage("line 1 is longer than 32 MB*");
    }

    private sealed class Trickle(byte[] content, int atATime) : MemoryStream(content)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, atATime));
    }
}
