module devicemode.example/amplitude

go 1.21

require github.com/amplitude/analytics-go v1.3.1

require github.com/google/uuid v1.3.0 // indirect
