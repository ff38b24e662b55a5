// Both stand outside namespaces because a test runner prints the type's full name, and Verify's have none.

/// <summary>A verification that failed. Its message says where; a stack trace would only show Verify's inside.</summary>
internal sealed class VerifyException(string message) : Exception(message)
{
    public override string StackTrace => "";
}

/// <summary>A verified file with the line ends of Windows: approved by nobody, made by a checkout or an editor.</summary>
internal sealed class VerifiedLineEndingException(string path, string extension) : Exception(
    "Verified file must use \\n line endings, but it contains a \\r (carriage return).\n" +
    $"Path: {path}\n" +
    "The usual cause is git checking the file out with \\r\\n. Add to .gitattributes:\n" +
    $"  *.verified.{extension} text eol=lf working-tree-encoding=UTF-8\n" +
    "then check the file out again.");
