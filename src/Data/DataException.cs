namespace Reproduction.Data;

/// <summary>
/// A file that is missing, damaged, not what it should be, or cannot be read, written or downloaded: what someone at the keyboard can put right.
/// </summary>
/// <remarks>The message is one line that says where, what was expected, what was found, and what to do. It can be shown as it is.</remarks>
public class DataException : Exception
{
    /// <summary>Reports a problem.</summary>
    /// <param name="message">
    /// The whole report; line breaks and control characters, which file names and system messages may bring along, become visible.
    /// </param>
    /// <param name="innerException">What the system said, if it was the system.</param>
    public DataException(string message, Exception? innerException = null)
        : base(OneLine.Of(message), innerException)
    {
    }
}
