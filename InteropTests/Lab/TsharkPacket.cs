namespace Pipeline.InteropTests.Lab;

/// <summary>What tshark made of one ESP packet.</summary>
/// <param name="Line">Its output, for the message of a failed test.</param>
/// <param name="IsAuthentic">True when it found the ICV correct.</param>
/// <param name="Inner">The echo message inside; null when it saw none with a correct checksum.</param>
public sealed record TsharkPacket(string Line, bool IsAuthentic, EchoMessage? Inner);
