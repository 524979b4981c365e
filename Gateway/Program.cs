using System.CommandLine;

return new RootCommand("Pipeline: an IPsec gateway core").Parse(args).Invoke();
