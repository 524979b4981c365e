namespace Pipeline.Gateway.Commands.Explain;

/// <summary>What <c>explain --config</c> was asked; also the shape of its JSON.</summary>
internal sealed record ConfigurationExplanation
{
    /// <summary>Of <c>--packet</c>; null without.</summary>
    public PacketExplanation? Packet { get; init; }

    /// <summary>Of <c>--connection</c>; null without.</summary>
    public ConnectionExplanation? Connection { get; init; }

    /// <summary>Writes it for people.</summary>
    public void Write(TextWriter output)
    {
        if (Packet is not null)
        {
            output.WriteLine(Packet.Packet);
            foreach (string sentence in Packet.Says)
            {
                output.WriteLine($"  {sentence}");
            }

            Packet.Connection?.Write(output);
        }

        Connection?.Write(output);
    }
}
