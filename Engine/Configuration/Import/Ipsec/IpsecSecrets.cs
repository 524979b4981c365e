using Pipeline.Engine.Configuration.Import.Result;
using Pipeline.Engine.Configuration.Import.Words;

namespace Pipeline.Engine.Configuration.Import.Ipsec;

/// <summary>ipsec.secrets: says which secret belongs where, and reads none. No word of a line that it does not understand is shown.</summary>
/// <param name="gateway">The result so far.</param>
/// <param name="report">Where notes go.</param>
internal sealed class IpsecSecrets(ImportedGateway gateway, ImportReport report)
{
    private const int MostWords = 64;

    private static readonly string[] Kinds = ["PSK", "RSA", "ECDSA", "PKCS8", "P12", "EAP", "NTLM", "XAUTH", "PIN", "BLISS"];

    /// <summary>Private keys, and where their passphrases shall be.</summary>
    public List<(string File, string? Passphrase)> PrivateKeys { get; } = [];

    /// <summary>Reads the file.</summary>
    public void Read(ReadOnlyMemory<char> text)
    {
        int line = 0;
        int braces = 0;
        foreach (ReadOnlySpan<char> written in text.Span.EnumerateLines())
        {
            line++;
            ReadOnlySpan<char> content = written.Trim();
            bool isInside = braces > 0;
            braces = Math.Max(0, braces + content.Count('{') - content.Count('}'));
            if (isInside || content.IsEmpty || content[0] is '#' or '}')
            {
                continue;
            }

            ReadLine(content, line);
        }
    }

    private void ReadLine(ReadOnlySpan<char> content, int line)
    {
        if (content.StartsWith("include"))
        {
            report.LeaveOut(line, "an include, which is not followed; put the text of that file here");
            return;
        }

        if (!TryReadOwners(ref content, out List<string> owners) || gateway.Keys.Count >= ImportLimits.Objects)
        {
            report.LeaveOut(line, "a line that is no list of owners, colon, kind and secret");
            return;
        }

        string kind = TakeWord(ref content).ToString().ToUpperInvariant();
        switch (kind)
        {
            case "PSK":
                AddKey(owners, content, line);
                break;
            case "RSA" or "ECDSA" or "PKCS8" when content is not ['{', ..]:
                AddPrivateKey(content, line);
                break;
            default:
                report.LeaveOut(line, Array.IndexOf(Kinds, kind) >= 0 ? $"a secret of the kind {kind}" : "a secret of a kind that is not known here");
                break;
        }
    }

    private void AddKey(List<string> owners, ReadOnlySpan<char> secret, int line)
    {
        string name = owners.FindLast(owner => !Identities.IsAny(owner)) ?? "psk";
        ImportedKey key = gateway.AddKey(name.TrimStart('@'), owners);
        string form = secret switch
        {
            ['0', 'x', ..] => ", as the bytes that its hexadecimal digits say",
            ['0', 's', ..] => ", as the bytes that its base64 says",
            ['"', ..] or ['\'', ..] => ", without the quotes around it",
            _ => "",
        };
        report.Ask(line, $"write this secret into the file {key.File}{form}; only its owner may read that");
    }

    private void AddPrivateKey(ReadOnlySpan<char> content, int line)
    {
        string file = TakeWord(ref content).ToString().Trim('"');
        string? passphrase = content.IsEmpty || content[0] == '#' ? null : UniqueNames.ToFileName(Path.GetFileNameWithoutExtension(file)) + ".passphrase";
        PrivateKeys.Add((IpsecFolders.Path(IpsecFolders.Keys, file), passphrase));
        if (passphrase is not null)
        {
            report.Ask(line, $"write this passphrase into the file {passphrase}; only its owner may read that");
        }
    }

    /// <summary>Owners are words until one that is a colon, or ends with one.</summary>
    private static bool TryReadOwners(ref ReadOnlySpan<char> content, out List<string> owners)
    {
        owners = [];
        while (!content.IsEmpty && owners.Count < MostWords)
        {
            if (content[0] == ':' && (content.Length == 1 || !char.IsAsciiHexDigit(content[1]) || content[1] is 'e' or 'E'))
            {
                content = content[1..].TrimStart();
                return true;
            }

            ReadOnlySpan<char> word = TakeWord(ref content);
            bool isLast = word is [.., ':'] && word is not [.., ':', ':'];
            string owner = (isLast ? word[..^1] : word).ToString().Trim('"');
            if (Array.Exists(Kinds, kind => owner.Equals(kind, StringComparison.OrdinalIgnoreCase)))
            {
                return false;
            }

            owners.Add(owner);
            if (isLast)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A word, or what stands in quotes.</summary>
    private static ReadOnlySpan<char> TakeWord(ref ReadOnlySpan<char> content)
    {
        int end = content is ['"', ..] ? content[1..].IndexOf('"') + 2 : content.IndexOfAny(' ', '\t');
        end = end < (content is ['"', ..] ? 2 : 0) ? content.Length : end;
        ReadOnlySpan<char> word = content[..end];
        content = content[end..].TrimStart();
        return word;
    }
}
