using Reproduction.Data;

namespace Reproduction.Tests.Data;

public sealed class DataExceptionTests
{
    [Test]
    public void A_message_is_one_line_whatever_names_it_holds()
    {
        new DataException("/a\r\nb: cannot be\nread").Message.Should().Be(@"/a\r\nb: cannot be\nread");
    }
}
