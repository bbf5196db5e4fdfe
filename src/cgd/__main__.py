from cgd.cli import main

main()
