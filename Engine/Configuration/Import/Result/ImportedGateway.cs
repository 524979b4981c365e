using Pipeline.Engine.Configuration.Import.Words;

namespace Pipeline.Engine.Configuration.Import.Result;

/// <summary>What an import makes: the parts of a gateway's file that other configurations have too.</summary>
internal sealed class ImportedGateway
{
    private readonly UniqueNames _keyFiles = new();

    public List<ImportedConnection> Connections { get; } = [];

    public List<ImportedKey> Keys { get; } = [];

    public List<ImportedCertificate> Certificates { get; } = [];

    /// <summary>Files with the certificates that are believed.</summary>
    public List<string> TrustAnchors { get; } = [];

    /// <summary>True when certificates need a revocation list that is up to date.</summary>
    public bool IsStrict { get; set; }

    /// <summary>True when a proposal has an algorithm that is refused otherwise.</summary>
    public bool AllowsLegacy { get; set; }

    public List<ImportedPolicy> Policies { get; } = [];

    /// <summary>Which of several policies is in force.</summary>
    public string? AssignedPolicy { get; set; }

    /// <summary>Names of connections.</summary>
    public UniqueNames ConnectionNames { get; } = new();

    /// <summary>Names of keys.</summary>
    public UniqueNames KeyNames { get; } = new();

    /// <summary>Names of certificates.</summary>
    public UniqueNames CertificateNames { get; } = new();

    /// <summary>Makes room for a preshared key.</summary>
    /// <param name="name">What it shall be called, if that can be had.</param>
    /// <param name="owners">Whom the file has it for; none: for everybody.</param>
    public ImportedKey AddKey(string name, IReadOnlyList<string> owners)
    {
        string unique = KeyNames.Take(name);
        var key = new ImportedKey(unique, _keyFiles.Take(UniqueNames.ToFileName(unique)) + ".psk") { Owners = owners };
        Keys.Add(key);
        return key;
    }

    /// <summary>Takes a file of certificates once.</summary>
    public void Trust(string file)
    {
        if (!TrustAnchors.Contains(file, StringComparer.Ordinal))
        {
            TrustAnchors.Add(file);
        }
    }
}
