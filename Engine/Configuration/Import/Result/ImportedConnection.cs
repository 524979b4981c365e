namespace Pipeline.Engine.Configuration.Import.Result;

/// <summary>One of <c>connections</c>, in the words of our configuration. What is null is not written.</summary>
internal sealed class ImportedConnection
{
    /// <param name="name">Its name, unique in the result.</param>
    /// <param name="line">Where the file begins to speak of it.</param>
    public ImportedConnection(string name, int line) => (Name, Line) = (name, line);

    public string Name { get; }

    public int Line { get; }

    /// <summary>IKEv1 (RFC 2409), and not IKEv2.</summary>
    public bool IsVersion1 { get; set; }

    public string? LocalAddress { get; set; }

    /// <summary>Null for a peer that begins by itself.</summary>
    public string? RemoteAddress { get; set; }

    public string? LocalIdentity { get; set; }

    /// <summary>Null for everybody who can prove who he is.</summary>
    public string? RemoteIdentity { get; set; }

    public ImportedProof LocalProof { get; set; } = ImportedProof.Certificate;

    public ImportedProof RemoteProof { get; set; } = ImportedProof.Certificate;

    /// <summary>The name of a key of <see cref="ImportedGateway.Keys"/>.</summary>
    public string? PresharedKey { get; set; }

    /// <summary>The name of a certificate of <see cref="ImportedGateway.Certificates"/>.</summary>
    public string? Certificate { get; set; }

    public IReadOnlyList<string> Proposals { get; set; } = [];

    /// <summary><c>onTraffic</c>, <c>start</c> or <c>never</c>.</summary>
    public string Initiate { get; set; } = "never";

    /// <summary>Further members that are numbers, by the name that our configuration has for them.</summary>
    public OrderedDictionary<string, long> Numbers { get; } = new(StringComparer.Ordinal);

    /// <summary>Further members that are true or false.</summary>
    public OrderedDictionary<string, bool> Switches { get; } = new(StringComparer.Ordinal);

    public List<ImportedChild> Children { get; } = [];
}
