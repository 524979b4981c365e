namespace Pipeline.LoadTests.Commands;

/// <summary>An option cannot be used as things are.</summary>
/// <param name="message">One sentence that names it.</param>
internal sealed class BadInputException(string message) : Exception(message);
