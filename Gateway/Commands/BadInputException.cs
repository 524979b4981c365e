namespace Pipeline.Gateway.Commands;

/// <summary>The user's input cannot be used; one message for each thing that is wrong with it.</summary>
/// <param name="messages">Each names the file, the place in it and the field, as far as there are such.</param>
internal sealed class BadInputException(IReadOnlyList<string> messages) : Exception(string.Join('\n', messages))
{
    /// <param name="message">The only thing that is wrong.</param>
    public BadInputException(string message)
        : this([message])
    {
    }

    /// <summary>One for each thing that is wrong.</summary>
    public IReadOnlyList<string> Messages => messages;
}
